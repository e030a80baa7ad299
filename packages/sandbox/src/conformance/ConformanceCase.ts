import { VaultSession } from './VaultSession';

/**
 * One named behaviour of the HTTP API. `run` makes requests through the
 * session, which writes the transcript that two servers are compared by.
 */
export interface ConformanceCase {
  readonly name: string;
  /** Where the behaviour is stated: a page of the API documentation, or a file of the server's source. */
  readonly source: string;
  run(vault: VaultSession): Promise<void>;
}
