import { z } from 'zod';

import { findingCodes } from '../findingCodes';
import { fleetTargetSchema } from './fleetTarget';

/** A finding somebody accepted until a day. It stays listed and no longer counts as open. */
export const findingExceptionSchema = fleetTargetSchema.extend({
  id: z.string(),
  findingId: z.string(),
  code: z.enum(findingCodes),
  reason: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  until: z.iso.datetime(),
  /** When it stopped to count: withdrawn, or its day passed. */
  endedAt: z.iso.datetime().optional(),
  /** Who withdrew it; absent while it holds and where its day passed. */
  endedBy: z.string().optional(),
});
/** A finding somebody accepted until a day. */
export type FindingException = z.infer<typeof findingExceptionSchema>;

/** Accepts an open finding until a day. */
export const exceptionRequestSchema = fleetTargetSchema
  .extend({
    findingId: z.string().min(1).max(500),
    reason: z.string().min(1).max(2000),
    until: z.iso.datetime(),
  })
  .strict();
/** Accepts an open finding until a day. */
export type ExceptionRequest = z.infer<typeof exceptionRequestSchema>;

/** Exceptions, newest first. */
export const exceptionListSchema = z.object({
  items: z.array(findingExceptionSchema),
});
/** Exceptions, newest first. */
export type ExceptionList = z.infer<typeof exceptionListSchema>;
