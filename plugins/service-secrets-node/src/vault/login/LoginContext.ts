import type { Grant } from '../TokenSource';

/** What a login method needs besides its config. */
export interface LoginContext {
  /** The operator's name of the instance, for messages. */
  readonly target: string;
  /** Exchanges credentials for a token at an auth mount. */
  logIn(
    mount: string,
    credentials: Readonly<Record<string, unknown>>,
  ): Promise<Grant>;
}
