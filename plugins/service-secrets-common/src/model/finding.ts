import { z } from 'zod';

import { findingCodes } from '../findingCodes';
import { severitySchema } from './state';
import { wiringNodeKindSchema } from './wiring';

/** What a check reports: what, where, how bad and what to do. */
export const findingSchema = z.object({
  /** Stable for the same problem of the same subject. */
  id: z.string(),
  code: z.enum(findingCodes),
  severity: severitySchema,
  environment: z.string(),
  subject: z.object({ kind: z.string(), name: z.string() }),
  /** One sentence with the names in it. Names stand between backticks. */
  message: z.string(),
  remedy: z.string(),
  /** The two stations whose link is broken, when the finding breaks the wiring. */
  link: z
    .object({ from: wiringNodeKindSchema, to: wiringNodeKindSchema })
    .optional(),
});
/** What a check reports. */
export type Finding = z.infer<typeof findingSchema>;
