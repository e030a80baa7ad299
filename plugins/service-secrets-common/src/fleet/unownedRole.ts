import { z } from 'zod';

/** `unowned`: no service claims it. `shared`: services of more than one owner. `unused`: claimed, and no lease. */
export const roleConcernSchema = z.enum(['unowned', 'shared', 'unused']);
/** Why a role is listed. */
export type RoleConcern = z.infer<typeof roleConcernSchema>;

/** A database role with a question to its owner. */
export const listedRoleSchema = z.object({
  instance: z.string(),
  mount: z.string(),
  name: z.string(),
  kind: z.enum(['dynamic', 'static']),
  connection: z.string().optional(),
  concern: roleConcernSchema,
  leases: z.number().optional(),
  services: z.array(
    z.object({
      entityRef: z.string(),
      environment: z.string(),
      title: z.string(),
      owner: z.string().optional(),
    }),
  ),
});
/** A database role with a question to its owner. */
export type ListedRole = z.infer<typeof listedRoleSchema>;

/** A page of roles with a question. */
export const rolePageSchema = z.object({
  servedAt: z.iso.datetime(),
  items: z.array(listedRoleSchema),
  counts: z.record(roleConcernSchema, z.number()),
  total: z.number(),
  nextCursor: z.string().optional(),
  /** What could not be read, in words. */
  gaps: z.array(z.string()),
});
/** A page of roles with a question. */
export type RolePage = z.infer<typeof rolePageSchema>;
