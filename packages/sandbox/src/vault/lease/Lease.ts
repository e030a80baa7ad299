/** What stands behind a lease: an engine's credential, or a token. */
export interface LeaseSource {
  /** Accessor of the mount the lease came from. */
  readonly accessor: string;
  /** Undoes what was granted. Rejecting makes the server try again. */
  revoke(lease: Lease): Promise<void>;
}

/** What keeps leases and takes them along when it ends. */
export interface LeaseOwner {
  readonly leases: Set<Lease>;
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
  readonly owner?: LeaseOwner;
  /** Whether the lease is a token's own. */
  readonly ofToken?: boolean;
  /** When expiry or the next revocation attempt falls due. */
  dueAt: number;
  /** Failed revocation attempts so far. */
  attempts: number;
  /** Why the lease is irrevocable. */
  failure?: string;
}
