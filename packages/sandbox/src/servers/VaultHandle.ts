import type { VaultServer } from '../vault/startVault';

/** A Vault as the sandbox uses it, whoever started it. */
export interface VaultHandle {
  readonly address: string;
  readonly rootToken: string;
  /** PEM to trust for an https address; absent: the machine's own. */
  readonly caPem?: string;
  /** Only the sandbox's own server has these two. */
  readonly unsealKey?: string;
  readonly faults?: VaultServer['faults'];
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  stop(): Promise<void>;
}
