import { z } from 'zod';

/** Whether the caller may do something, and if not why, in words. */
export const abilitySchema = z.object({
  allowed: z.boolean(),
  reason: z.string().optional(),
});
/** Whether the caller may do something. */
export type Ability = z.infer<typeof abilitySchema>;

/** What the caller may do with the credentials of one service, by environment. */
export const operationsSchema = z.object({
  items: z.array(
    z.object({
      environment: z.string(),
      /** Renewing and revoking leases. */
      leases: abilitySchema,
      /** Issuing certificates anew. */
      certificates: abilitySchema,
    }),
  ),
});
/** What the caller may do with the credentials of one service. */
export type Operations = z.infer<typeof operationsSchema>;
