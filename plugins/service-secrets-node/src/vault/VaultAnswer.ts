import type { VaultRequest } from './paths';

/** What Vault answered: any status, its JSON not yet judged; `undefined` for an empty body. */
export interface VaultAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Sends one request with a token or without. Rejects with `TransportError` and nothing else. */
export type SendToVault = (
  request: VaultRequest,
  token?: string,
) => Promise<VaultAnswer>;
