import type { Lease, Mounted } from 'backstage-plugin-service-secrets-node';

/** What is known of the leases of one database role. */
export interface LeaseReading {
  /** How many Vault lists. */
  readonly total: number;
  /** Those whose times were read; all of them unless there are very many. */
  readonly leases: readonly Lease[];
}

/** Reads leases without looking up again what cannot have changed. */
export interface LeaseSource {
  read(role: Mounted): Promise<LeaseReading>;
}
