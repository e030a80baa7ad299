import { z } from 'zod';

/** How bad a finding is; `unknown` says that a check could not be made. */
export const severitySchema = z.enum(['broken', 'risk', 'hygiene', 'unknown']);
/** How bad a finding is. */
export type Severity = z.infer<typeof severitySchema>;

/** The verdict on a service or one of its environments. */
export const healthSchema = z.enum([
  'healthy',
  'degraded',
  'broken',
  'unknown',
]);
/** The verdict on a service or one of its environments. */
export type Health = z.infer<typeof healthSchema>;

/** A verdict in words: one sentence, and where it helps a second with the consequence. */
export const statusSchema = z.object({
  health: healthSchema,
  sentence: z.string(),
  detail: z.string().optional(),
});
/** A verdict in words. */
export type Status = z.infer<typeof statusSchema>;
