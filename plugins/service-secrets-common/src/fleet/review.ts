import { z } from 'zod';

import { fleetTargetSchema } from './fleetTarget';

/**
 * `signed`: looked at and good until a day. `reopened`: signed, but something
 * changed since. `expired`: the day has passed. `none`: never, or withdrawn.
 */
export const reviewStateSchema = z.enum([
  'none',
  'signed',
  'reopened',
  'expired',
]);
/** The state of a review. */
export type ReviewState = z.infer<typeof reviewStateSchema>;

/** The last sign-off of a row. */
export const reviewSchema = z.object({
  state: reviewStateSchema,
  /** Entity ref of the reviewer. */
  by: z.string().optional(),
  at: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  note: z.string().optional(),
  /** What drifted, in words; with `reopened` only. */
  drift: z.array(z.string()).optional(),
});
/** The last sign-off of a row. */
export type Review = z.infer<typeof reviewSchema>;

/** Signs rows off until a day. */
export const signOffRequestSchema = z.strictObject({
  targets: z
    .array(
      fleetTargetSchema.extend({
        /** Of the row as the reviewer saw it: what changed since then is not signed. */
        collectedAt: z.iso.datetime().optional(),
      }),
    )
    .min(1)
    .max(500),
  until: z.iso.datetime(),
  note: z.string().max(2000),
});
/** Signs rows off until a day. */
export type SignOffRequest = z.infer<typeof signOffRequestSchema>;

/** Takes sign-offs back. */
export const withdrawRequestSchema = z.strictObject({
  targets: z.array(fleetTargetSchema).min(1).max(500),
  note: z.string().max(2000),
});
/** Takes sign-offs back. */
export type WithdrawRequest = z.infer<typeof withdrawRequestSchema>;

/** Which rows a sign-off, a withdrawal or a mute took, and which not and why. */
export const reviewResultSchema = z.object({
  done: z.array(fleetTargetSchema),
  refused: z.array(z.object({ target: fleetTargetSchema, reason: z.string() })),
});
/** Which rows a sign-off, a withdrawal or a mute took. */
export type ReviewResult = z.infer<typeof reviewResultSchema>;

/** One entry of a row's review log, newest first. */
export const reviewEntrySchema = z.object({
  id: z.string(),
  action: z.enum(['signed', 'withdrawn']),
  by: z.string(),
  at: z.iso.datetime(),
  until: z.iso.datetime().optional(),
  note: z.string(),
});
/** One entry of a row's review log. */
export type ReviewEntry = z.infer<typeof reviewEntrySchema>;

/** The review log of a row. */
export const reviewLogSchema = z.object({ items: z.array(reviewEntrySchema) });
/** The review log of a row. */
export type ReviewLog = z.infer<typeof reviewLogSchema>;
