import { z } from 'zod';

import { fleetTargetSchema } from './fleetTarget';

/** Until when, by whom and why the owner of a row gets no notice of it. */
export const muteSchema = z.object({
  until: z.iso.datetime(),
  /** Entity ref of who muted it. */
  by: z.string(),
  reason: z.string(),
});
/** Until when, by whom and why the owner of a row gets no notice of it. */
export type Mute = z.infer<typeof muteSchema>;

/** Silences the notices of rows until a day; findings stay open and counted. Answered by a `ReviewResult`. */
export const muteRequestSchema = z.strictObject({
  targets: z.array(fleetTargetSchema).min(1).max(500),
  until: z.iso.datetime(),
  reason: z.string().min(1).max(500),
});
/** Silences the notices of rows until a day. */
export type MuteRequest = z.infer<typeof muteRequestSchema>;

/** Lets the owners of rows be told again. Answered by a `ReviewResult`. */
export const unmuteRequestSchema = z.strictObject({
  targets: z.array(fleetTargetSchema).min(1).max(500),
});
/** Lets the owners of rows be told again. */
export type UnmuteRequest = z.infer<typeof unmuteRequestSchema>;
