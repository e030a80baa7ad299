import { z } from 'zod';

import { findingCodes } from '../findingCodes';
import { severitySchema } from '../model';
import { fleetTargetSchema } from './fleetTarget';

/** Something that is not as it was. */
export const changeSinceSchema = fleetTargetSchema.extend({
  title: z.string(),
  owner: z.string().optional(),
  at: z.iso.datetime(),
  kind: z.enum([
    'finding-opened',
    'finding-closed',
    'wiring-changed',
    'service-added',
    'service-removed',
  ]),
  code: z.enum(findingCodes).optional(),
  severity: severitySchema.optional(),
  /** In words: the finding's message, or which part of the wiring changed. */
  message: z.string(),
});
/** Something that is not as it was. */
export type ChangeSince = z.infer<typeof changeSinceSchema>;

/** What changed, newest first, at most 1,000. */
export const changesSinceSchema = z.object({
  servedAt: z.iso.datetime(),
  /** The moment asked about: given, or of the last review. */
  since: z.iso.datetime(),
  /** Where `since` comes from. */
  basis: z.enum(['given', 'last-review', 'default']),
  items: z.array(changeSinceSchema),
  total: z.number(),
});
/** What changed, newest first. */
export type ChangesSince = z.infer<typeof changesSinceSchema>;
