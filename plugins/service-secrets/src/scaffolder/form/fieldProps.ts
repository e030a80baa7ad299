import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

/** Environment: its name. */
export const environmentSchema = makeFieldSchema({
  output: z => z.string().describe('Name of an environment'),
});
/** What the environment field gets. */
export type EnvironmentFieldProps = typeof environmentSchema.TProps;

/** Database: an offer and one of its profiles. */
export const databaseSchema = makeFieldSchema({
  output: z =>
    z.object({
      offer: z.string().optional().describe('Id of a database offer'),
      profile: z.string().optional().describe('Id of one of its profiles'),
    }),
});
/** What the database field gets. */
export type DatabaseFieldProps = typeof databaseSchema.TProps;

/** Delivery: one of the methods. */
export const deliverySchema = makeFieldSchema({
  output: z => z.string().describe('Way a credential gets into a pod'),
});
/** What the delivery field gets. */
export type DeliveryFieldProps = typeof deliverySchema.TProps;

/** Certificate: an offer. */
export const certificateOfferSchema = makeFieldSchema({
  output: z => z.string().describe('Id of a certificate offer'),
});
/** What the certificate field gets. */
export type CertificateOfferFieldProps = typeof certificateOfferSchema.TProps;

/** Lifetime: seconds. */
export const ttlSchema = makeFieldSchema({
  output: z => z.number().describe('Seconds'),
  uiOptions: z =>
    z.object({
      kind: z
        .enum(['default', 'max'])
        .optional()
        .describe(
          'Which lifetime is asked for; without it the property name decides: one with "max" in it asks for the maximum',
        ),
    }),
});
/** What the lifetime field gets. */
export type TtlFieldProps = typeof ttlSchema.TProps;

/** Plan: the digest of the plan that was approved. */
export const planReviewSchema = makeFieldSchema({
  output: z =>
    z.object({
      digest: z.string().optional().describe('Digest of the approved plan'),
      approved: z.boolean().optional(),
    }),
  uiOptions: z =>
    z.object({
      request: z
        .record(z.unknown())
        .optional()
        .describe(
          'Fields of the request the form does not ask for; `{name}` in a string stands for an answer',
        ),
    }),
});
/** What the plan review gets. */
export type PlanReviewFieldProps = typeof planReviewSchema.TProps;

/** Retirement: whether it was confirmed. */
export const retireReviewSchema = makeFieldSchema({
  output: z => z.object({ confirmed: z.boolean().optional() }),
});
/** What the retirement review gets. */
export type RetireReviewFieldProps = typeof retireReviewSchema.TProps;
