import { z } from 'zod';

import { isName } from '../grammar';
import { environmentSchema } from './leaseOperation';

/** A certificate of the service that is to be issued anew. */
export const reissueRequestSchema = z.strictObject({
  environment: environmentSchema,
  /** Of the Certificate resource, as the report shows it. */
  name: z.string().refine(name => isName('objectName', name), {
    error: 'is no name of a Certificate',
  }),
});
/** A certificate that is to be issued anew. */
export type ReissueRequest = z.infer<typeof reissueRequestSchema>;

/** cert-manager was told; the report shows when it is done. */
export const reissueResultSchema = z.object({
  environment: z.string(),
  name: z.string(),
  requestedAt: z.iso.datetime(),
});
/** cert-manager was told. */
export type ReissueResult = z.infer<typeof reissueResultSchema>;
