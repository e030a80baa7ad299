import {
  leasePageSchema,
  serviceReportSchema,
} from 'backstage-plugin-service-secrets-common';

import { healthReportSchema } from '../HealthService';
import { answersOf, schemaOf } from './ApiPart';

/** The entity a path names. Entity refs only: no parameter of this API can carry a path, a role, a namespace of Kubernetes or a URL. */
export const entityParameters = ['kind', 'namespace', 'name'].map(name => ({
  name,
  in: 'path',
  required: true,
  schema: {
    type: 'string',
    minLength: 1,
    maxLength: 63,
    pattern: '^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$',
  },
}));

function operation(
  operationId: string,
  summary: string,
  { schema, parameters }: { schema: string; parameters: readonly object[] },
) {
  return {
    get: {
      operationId,
      summary,
      parameters,
      responses: answersOf(schema, summary),
    },
  };
}

/** What can be asked about one service, and about the upstreams. */
export const serviceApi = {
  paths: {
    '/v1/services/{kind}/{namespace}/{name}/report': operation(
      'GetReport',
      'The report of one service',
      {
        schema: 'ServiceReport',
        parameters: [
          ...entityParameters,
          {
            name: 'fresh',
            in: 'query',
            description: 'Ask Vault and Kubernetes again.',
            schema: { type: 'string', enum: ['true', 'false'] },
          },
        ],
      },
    ),
    '/v1/services/{kind}/{namespace}/{name}/leases': operation(
      'GetLeases',
      'One page of the leases of a service, the most urgent first',
      {
        schema: 'LeasePage',
        parameters: [
          ...entityParameters,
          {
            name: 'environment',
            in: 'query',
            description: "The operator's name; the first one by default.",
            schema: {
              type: 'string',
              maxLength: 63,
              pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$',
            },
          },
          {
            name: 'cursor',
            in: 'query',
            schema: { type: 'string', pattern: '^[0-9]{1,9}$' },
          },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 10_000 },
          },
        ],
      },
    ),
    '/v1/health': operation('GetHealth', 'Whether the upstreams answer', {
      schema: 'Health',
      parameters: [],
    }),
  },
  schemas: {
    ServiceReport: schemaOf(serviceReportSchema),
    LeasePage: schemaOf(leasePageSchema),
    Health: schemaOf(healthReportSchema),
  },
};
