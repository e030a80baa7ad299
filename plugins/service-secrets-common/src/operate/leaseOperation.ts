import { z } from 'zod';

import { isName } from '../grammar';

/** The operator's name of an environment. */
export const environmentSchema = z
  .string()
  .refine(name => isName('configName', name), {
    error: 'is no name of an environment',
  });

/** Leases of one environment, by the handles the lease page gave. */
export const leaseTargetsSchema = z.strictObject({
  environment: environmentSchema,
  handles: z
    .array(z.string().regex(/^[A-Za-z0-9_-]{43}$/))
    .min(1)
    .max(100),
});
/** Leases of one environment. */
export type LeaseTargets = z.infer<typeof leaseTargetsSchema>;

/** With how many leases it went well, and with which it did not. */
export const leaseOperationResultSchema = z.object({
  environment: z.string(),
  done: z.array(
    z.object({
      handle: z.string(),
      /** What Vault granted, in seconds; of a renewal only. */
      ttlSeconds: z.number().optional(),
    }),
  ),
  refused: z.array(z.object({ handle: z.string(), reason: z.string() })),
});
/** With how many leases it went well. */
export type LeaseOperationResult = z.infer<typeof leaseOperationResultSchema>;

/** What revoking every lease of one environment would take away. */
export const revocationImpactSchema = z.object({
  servedAt: z.iso.datetime(),
  environment: z.string(),
  leases: z.number(),
  /** By database role. */
  roles: z.array(
    z.object({ mount: z.string(), name: z.string(), leases: z.number() }),
  ),
  /** Pods that likely hold one of them; the first twenty. */
  pods: z.array(z.string()),
  podsTotal: z.number(),
  /** Leases no live pod likely holds. */
  withoutPod: z.number(),
  /** Stands for exactly these leases; absent when they cannot be revoked from here. */
  digest: z.string().optional(),
  /** Why they cannot, and what to do instead. */
  refusal: z.string().optional(),
});
/** What revoking every lease of one environment would take away. */
export type RevocationImpact = z.infer<typeof revocationImpactSchema>;

/** Revokes what an impact showed. */
export const revokeAllRequestSchema = z.strictObject({
  environment: environmentSchema,
  digest: z.string().regex(/^[a-f0-9]{64}$/),
});
/** Revokes what an impact showed. */
export type RevokeAllRequest = z.infer<typeof revokeAllRequestSchema>;
