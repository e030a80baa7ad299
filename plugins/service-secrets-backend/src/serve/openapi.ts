import {
  leasePageSchema,
  serviceReportSchema,
} from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

import { healthReportSchema } from './HealthService';

/** Entity refs only: no parameter of this API can carry a path, a role, a namespace of Kubernetes or a URL. */
const entityParameters = ['kind', 'namespace', 'name'].map(name => ({
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

function jsonOf(schema: string, description: string) {
  return {
    description,
    content: {
      'application/json': {
        schema: { $ref: `#/components/schemas/${schema}` },
      },
    },
  };
}

const errorResponse = jsonOf('Error', 'What went wrong and what to do');

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
      responses: { '200': jsonOf(schema, summary), default: errorResponse },
    },
  };
}

/** One truth: the schema of a shape is the one its type is inferred from. */
function schemaOf(shape: z.ZodType): { type: 'object' } {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, {
    io: 'output',
  });
  // The generator's type is that of any JSON Schema; ours are all objects.
  return schema as { type: 'object' };
}

/** The HTTP API of the plugin. Requests are validated against it; so are responses in tests. */
export const openapi = {
  openapi: '3.1.0',
  info: {
    title: 'service-secrets',
    version: '1',
    description: 'Database roles, leases and certificates of one service.',
    license: { name: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
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
  components: {
    schemas: {
      ServiceReport: schemaOf(serviceReportSchema),
      LeasePage: schemaOf(leasePageSchema),
      Health: schemaOf(healthReportSchema),
      Error: {
        type: 'object',
        required: ['error'],
        properties: { error: { type: 'object' } },
      },
    },
  },
} as const;
