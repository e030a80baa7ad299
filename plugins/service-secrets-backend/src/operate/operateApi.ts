import {
  environmentSchema,
  leaseOperationResultSchema,
  leaseTargetsSchema,
  operationsSchema,
  reissueRequestSchema,
  reissueResultSchema,
  revocationImpactSchema,
  revokeAllRequestSchema,
} from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

import { answersOf, postOf, schemaOf } from '../serve/openapi/ApiPart';
import { entityParameters } from '../serve/openapi/serviceApi';

/** What each route takes; the routes read their bodies with these. */
export const operateBodies = {
  targets: leaseTargetsSchema,
  impact: z.strictObject({ environment: environmentSchema }),
  all: revokeAllRequestSchema,
  reissue: reissueRequestSchema,
};

function post(
  operationId: string,
  summary: string,
  shapes: { body: z.ZodType; answer: string },
) {
  const parameters = entityParameters;
  return postOf(operationId, summary, { ...shapes, parameters });
}

const SERVICE = '/v1/services/{kind}/{namespace}/{name}';
const answersResult = { answer: 'LeaseOperationResult' };

/** What an owner can do with the credentials of one service. */
export const operateApi = {
  paths: {
    [`${SERVICE}/operations`]: {
      get: {
        operationId: 'GetOperations',
        summary: 'What the caller may do with the credentials of a service',
        parameters: entityParameters,
        responses: answersOf('Operations', 'By environment'),
      },
    },
    [`${SERVICE}/leases/renew`]: post('RenewLeases', 'Renew leases', {
      body: operateBodies.targets,
      ...answersResult,
    }),
    [`${SERVICE}/leases/revoke`]: post('RevokeLeases', 'Revoke leases', {
      body: operateBodies.targets,
      ...answersResult,
    }),
    [`${SERVICE}/leases/impact`]: post(
      'GetRevocationImpact',
      'What revoking every lease of an environment would take away',
      { body: operateBodies.impact, answer: 'RevocationImpact' },
    ),
    [`${SERVICE}/leases/revoke-all`]: post(
      'RevokeAllLeases',
      'Revoke the leases an impact showed',
      { body: operateBodies.all, ...answersResult },
    ),
    [`${SERVICE}/certificates/reissue`]: post(
      'ReissueCertificate',
      'Have a certificate issued anew',
      { body: operateBodies.reissue, answer: 'ReissueResult' },
    ),
  },
  schemas: {
    Operations: schemaOf(operationsSchema),
    LeaseOperationResult: schemaOf(leaseOperationResultSchema),
    RevocationImpact: schemaOf(revocationImpactSchema),
    ReissueResult: schemaOf(reissueResultSchema),
  },
};
