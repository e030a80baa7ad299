import { z } from 'zod';

import { fleetTargetSchema } from './fleetTarget';

const namedTarget = fleetTargetSchema.extend({
  title: z.string(),
  owner: z.string().optional(),
});

/** Lists a platform team works off. */
export const fleetConcernsSchema = z.object({
  servedAt: z.iso.datetime(),
  /** Auth roles that bind any service account or any namespace. */
  wildcardBindings: z.array(
    z.object({
      instance: z.string(),
      authRole: z.string(),
      serviceAccounts: z.array(z.string()),
      namespaces: z.array(z.string()),
      policies: z.array(z.string()),
      services: z.array(namedTarget),
    }),
  ),
  /** Rows with leases Vault could not revoke. */
  irrevocableLeases: z.array(namedTarget.extend({ leases: z.number() })),
  /** Rows with more leases than their replicas need, the furthest over first. */
  leaseBudgets: z.array(
    namedTarget.extend({ leases: z.number(), budget: z.number() }),
  ),
  /** Connections whose root password Vault never rotated, as far as Vault tells. */
  unrotatedRoots: z.array(
    z.object({
      instance: z.string(),
      mount: z.string(),
      connection: z.string(),
      database: z.string().optional(),
      /** Absent: Vault of this version does not tell. */
      lastRotatedAt: z.iso.datetime().optional(),
      known: z.boolean(),
    }),
  ),
  /** What could not be read, in words. */
  gaps: z.array(z.string()),
});
/** Lists a platform team works off. */
export type FleetConcerns = z.infer<typeof fleetConcernsSchema>;
