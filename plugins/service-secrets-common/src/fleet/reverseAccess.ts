import { z } from 'zod';

/** A database connection of an instance, to choose from. */
export const connectionSchema = z.object({
  instance: z.string(),
  mount: z.string(),
  name: z.string(),
  /** Such as `PostgreSQL`. */
  database: z.string().optional(),
  roles: z.number(),
});
/** A database connection of an instance. */
export type Connection = z.infer<typeof connectionSchema>;

/** All connections the last collection saw. */
export const connectionListSchema = z.object({
  items: z.array(connectionSchema),
});
/** All connections the last collection saw. */
export type ConnectionList = z.infer<typeof connectionListSchema>;

/** One way from a service account to a role: policy, auth role, service account, service, owner. */
export const accessPathSchema = z.object({
  role: z.string(),
  roleKind: z.enum(['dynamic', 'static']),
  grants: z.string(),
  /** Absent: no policy that was read reaches the role. */
  policy: z.string().optional(),
  /** The policy reaches it by a wildcard. */
  wildcard: z.boolean(),
  authRole: z.string().optional(),
  /** `namespace/name`; `*` where the auth role binds any. */
  serviceAccounts: z.array(z.string()),
  services: z.array(
    z.object({
      entityRef: z.string(),
      environment: z.string(),
      title: z.string(),
      owner: z.string().optional(),
    }),
  ),
});
/** One way from a service account to a role. */
export type AccessPath = z.infer<typeof accessPathSchema>;

/** Who can reach a database. */
export const reverseAccessSchema = z.object({
  servedAt: z.iso.datetime(),
  connection: connectionSchema,
  paths: z.array(accessPathSchema),
  /** When the instance's roles and policies were read. */
  collectedAt: z.iso.datetime().optional(),
  /** What could not be read, in words: with an entry here the list may be too short. */
  gaps: z.array(z.string()),
});
/** Who can reach a database. */
export type ReverseAccess = z.infer<typeof reverseAccessSchema>;
