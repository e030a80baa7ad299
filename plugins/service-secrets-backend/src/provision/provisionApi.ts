import {
  applyResultSchema,
  planFileSchema,
  provisionedKinds,
  provisionOffersSchema,
  provisionPlanSchema,
  provisionRequestSchema,
  renderTargets,
  retireResultSchema,
  undoResultSchema,
  verifyResultSchema,
} from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

import { answersOf, postOf, schemaOf } from '../serve/openapi/ApiPart';

/** Spelled as in a request: one grammar for what may become part of a path of the catalog. */
const { entityRef, owner, environment } = provisionRequestSchema.shape;

/** What each route takes; the routes read their bodies with these. */
export const provisionBodies = {
  plan: z.strictObject({ request: provisionRequestSchema }),
  render: z.strictObject({
    request: provisionRequestSchema,
    target: z.enum(renderTargets),
  }),
  apply: z.strictObject({
    request: provisionRequestSchema,
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    only: z.array(z.enum(provisionedKinds)).max(20).optional(),
    applyManifests: z.boolean().optional(),
  }),
  undo: z.strictObject({
    runId: z.string().regex(/^[0-9a-f-]{36}$/),
  }),
  verify: z.strictObject({
    request: provisionRequestSchema,
    proof: z.boolean().optional(),
  }),
  retire: z.strictObject({
    ...{ entityRef, owner, environment },
    dryRun: z.boolean().optional(),
    confirmed: z.boolean().optional(),
    removeManifests: z.boolean().optional(),
  }),
};

/** Planning, writing, proving and retiring a service's credentials. */
export const provisionApi = {
  paths: {
    '/v1/provision/offers': {
      get: {
        operationId: 'GetProvisionOffers',
        summary: 'What an owner may ask for',
        parameters: [
          {
            name: 'owner',
            in: 'query',
            required: true,
            // A ref has ':' and '/', which most clients leave as they are.
            allowReserved: true,
            schema: {
              type: 'string',
              maxLength: 200,
              pattern:
                '^(group|user):[a-z0-9][a-z0-9_.-]{0,62}/[a-z0-9][a-z0-9_.-]{0,62}$',
            },
          },
        ],
        responses: answersOf('ProvisionOffers', 'What an owner may ask for'),
      },
    },
    '/v1/provision/plan': postOf('PlanProvision', 'What apply would do', {
      body: provisionBodies.plan,
      answer: 'ProvisionPlan',
    }),
    '/v1/provision/render': postOf(
      'RenderProvision',
      'A plan as files for a pipeline',
      { body: provisionBodies.render, answer: 'ProvisionFiles' },
    ),
    '/v1/provision/apply': postOf('ApplyProvision', 'Writes what is missing', {
      body: provisionBodies.apply,
      answer: 'ApplyResult',
    }),
    '/v1/provision/undo': postOf(
      'UndoProvision',
      'Takes back what a run wrote',
      {
        body: provisionBodies.undo,
        answer: 'UndoResult',
      },
    ),
    '/v1/provision/verify': postOf(
      'VerifyProvision',
      'Whether the path from pod to credential holds',
      { body: provisionBodies.verify, answer: 'VerifyResult' },
    ),
    '/v1/provision/retire': postOf(
      'RetireProvision',
      "Takes a service's credentials away",
      { body: provisionBodies.retire, answer: 'RetireResult' },
    ),
  },
  schemas: {
    ProvisionOffers: schemaOf(provisionOffersSchema),
    ProvisionPlan: schemaOf(provisionPlanSchema),
    ProvisionFiles: schemaOf(z.object({ files: z.array(planFileSchema) })),
    ApplyResult: schemaOf(applyResultSchema),
    UndoResult: schemaOf(undoResultSchema),
    VerifyResult: schemaOf(verifyResultSchema),
    RetireResult: schemaOf(retireResultSchema),
  },
};
