import { z } from 'zod';

/** A database role or static role as the tab shows it. Durations in seconds; statements never leave the server. */
export const databaseRoleSchema = z.object({
  mount: z.string(),
  name: z.string(),
  kind: z.enum(['dynamic', 'static']),
  connection: z.string(),
  /** Such as `PostgreSQL`; absent when the connection could not be read. */
  database: z.string().optional(),
  /** What the creation statements grant, in words: `read and write, schema public`. */
  grants: z.string(),
  defaultTtlSeconds: z.number(),
  /** The limit that really applies; 0 when none is known. */
  maxTtlSeconds: z.number(),
  /** Which limit that is: `role max_ttl`, `mount`, `system`, `token`. */
  limitedBy: z.string(),
  /** Undefined when the leases could not be read: never zero. */
  liveLeases: z.number().optional(),
  expectedLeases: z.number().optional(),
  rotationPeriodSeconds: z.number().optional(),
  lastRotatedAt: z.iso.datetime().optional(),
});
/** A database role or static role as the tab shows it. */
export type DatabaseRoleRow = z.infer<typeof databaseRoleSchema>;
