import { z } from 'zod';

import { databaseEngines, deliveryMethods } from './choices';

/** What the owners of a service may ask for in one environment. Ids go into a request; all else is for people. */
export const environmentOffersSchema = z.object({
  environment: z.string(),
  /** Namespaces, exact or a beginning followed by `*`. */
  namespaces: z.array(z.string()),
  deliveryMethods: z.array(z.enum(deliveryMethods)),
  databases: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      engine: z.enum(databaseEngines),
      /** Connection in words: `database/config/grades`. */
      connection: z.string(),
      profiles: z.array(z.object({ id: z.string(), grants: z.string() })),
      maxTtlSeconds: z.number(),
    }),
  ),
  certificates: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      /** Domains a name must equal or end in after a dot. */
      domains: z.array(z.string()),
      maxDurationSeconds: z.number(),
    }),
  ),
  kv: z.boolean(),
});
/** What the owners of a service may ask for in one environment. */
export type EnvironmentOffers = z.infer<typeof environmentOffersSchema>;

/** What an owner may ask for. */
export const provisionOffersSchema = z.object({
  owner: z.string(),
  mode: z.enum(['plan-only', 'apply']),
  /** Whether manifests may be applied to the cluster from here. */
  applyManifests: z.boolean(),
  environments: z.array(environmentOffersSchema),
});
/** What an owner may ask for. */
export type ProvisionOffers = z.infer<typeof provisionOffersSchema>;
