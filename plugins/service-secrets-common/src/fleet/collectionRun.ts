import { z } from 'zod';

/** One run of the collection. */
export const collectionRunSchema = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'failed', 'abandoned']),
  trigger: z.enum(['schedule', 'person']),
  /** Entity ref of who asked for it; with `person` only. */
  by: z.string().optional(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  /** Services to look at, those already looked at, and how it went with them. */
  services: z.number(),
  collected: z.number(),
  skipped: z.number(),
  failed: z.number(),
  /** Why it failed as a whole, in words. */
  reason: z.string().optional(),
});
/** One run of the collection. */
export type CollectionRun = z.infer<typeof collectionRunSchema>;

/** The running collection, the last one, and when the next is due. */
export const collectionStatusSchema = z.object({
  servedAt: z.iso.datetime(),
  running: collectionRunSchema.optional(),
  last: collectionRunSchema.optional(),
  periodSeconds: z.number(),
  nextAt: z.iso.datetime().optional(),
  /** A fresh collection was asked for and waits for a replica. */
  requested: z.boolean(),
  /** The caller may sign off, accept, mute and collect. */
  mayReview: z.boolean(),
});
/** The running collection, the last one, and when the next is due. */
export type CollectionStatus = z.infer<typeof collectionStatusSchema>;
