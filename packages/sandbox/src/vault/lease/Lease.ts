import type { Token } from '../token/Token';

/** What stands behind a lease: an engine's credential, or a token. */
export interface LeaseSource {
  /** Accessor of the mount the lease came from. */
  readonly accessor: string;
  /** Undoes what was granted. Rejecting makes the server try again. */
  revoke(lease: Lease): Promise<void>;
}

/** Something with an end. Times in milliseconds since the epoch, TTLs in seconds. */
export interface Lease {
  readonly id: string;
  readonly source: LeaseSource;
  readonly issuedAt: number;
  expiresAt: number;
  renewable: boolean;
  lastRenewal?: number;
  backendTtl: number;
  backendMax: number;
  readonly internal: Record<string, unknown>;
  /** The token whose end is the lease's end too. */
  readonly owner?: Token;
  /** Set when the lease is a token's own. */
  readonly token?: Token;
  /** When expiry or the next revocation attempt falls due. */
  dueAt: number;
  /** Failed revocation attempts so far. */
  attempts: number;
  /** Why the lease is irrevocable. */
  failure?: string;
}
