import { z } from 'zod';

/** The states a lease is shown in; a lease has exactly one. */
export const leaseStateSchema = z.enum([
  'active',
  'expiring',
  'orphan',
  'expired',
  'irrevocable',
]);
/** The state a lease is shown in. */
export type LeaseState = z.infer<typeof leaseStateSchema>;

/** One lease. Times are ISO 8601 on the server's clock, derived from Vault's remaining TTL. */
export const leaseSchema = z.object({
  /** Stands for the lease id, which never leaves the server. */
  handle: z.string(),
  /** The last eight characters of the id, to compare by eye. */
  suffix: z.string(),
  mount: z.string(),
  role: z.string(),
  state: leaseStateSchema,
  issuedAt: z.iso.datetime(),
  /** Absent for an irrevocable lease. */
  expiresAt: z.iso.datetime().optional(),
  /** When no renewal can extend it any more. */
  endsForGoodAt: z.iso.datetime().optional(),
  lastRenewedAt: z.iso.datetime().optional(),
  renewable: z.boolean(),
  /** How many renewals of the default length still fit before the end for good. */
  renewalsLeft: z.number().optional(),
  workload: z
    .object({ pod: z.string(), certainty: z.enum(['known', 'likely']) })
    .optional(),
  /** Why an irrevocable lease could not be revoked, in our words. */
  reason: z.string().optional(),
});
/** One lease. */
export type LeaseRow = z.infer<typeof leaseSchema>;

/** A page of leases. `total` counts all of them; `looked` those whose times were read. */
export const leasePageSchema = z.object({
  /** The server's clock when it answered: countdowns start from it, not from the browser's clock. */
  servedAt: z.iso.datetime(),
  environment: z.string(),
  items: z.array(leaseSchema),
  total: z.number(),
  looked: z.number(),
  nextCursor: z.string().optional(),
});
/** A page of leases. */
export type LeasePage = z.infer<typeof leasePageSchema>;

/** Lease counts of one environment. Absent when the leases could not be read. */
export const leaseCountsSchema = z.object({
  total: z.number(),
  expected: z.number().optional(),
  byState: z.record(leaseStateSchema, z.number()),
  /** The next lease to expire. */
  nextExpiresAt: z.iso.datetime().optional(),
});
/** Lease counts of one environment. */
export type LeaseCounts = z.infer<typeof leaseCountsSchema>;
