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
  /** All connections, those whose root password was surely never rotated first. */
  unrotatedRoots: z.array(
    z.object({
      instance: z.string(),
      mount: z.string(),
      connection: z.string(),
      database: z.string().optional(),
      /**
       * `impossible`: the login stands in the URL, so it never was. `off`: not
       * by Vault itself; whether by hand, no server tells. `automatic`: by
       * Vault itself. `unknown`: this server does not tell, or was not read yet.
       */
      rotation: z.enum(['impossible', 'off', 'automatic', 'unknown']),
      /** Absent: Vault of this version does not tell. */
      lastRotatedAt: z.iso.datetime().optional(),
      /** It is known that it never was. */
      known: z.boolean(),
    }),
  ),
  /** What could not be read, in words. */
  gaps: z.array(z.string()),
});
/** Lists a platform team works off. */
export type FleetConcerns = z.infer<typeof fleetConcernsSchema>;
