import {
  healthSchema,
  servicesInStateSchema,
  serviceStatesRequestSchema,
  serviceStatesSchema,
} from 'backstage-plugin-service-secrets-common';

import { answersOf, jsonOf, schemaOf } from '../../serve/openapi/ApiPart';

/** How services are, for lists that hold many of them. */
export const statesApi = {
  paths: {
    '/v1/services/states': {
      post: {
        operationId: 'GetServiceStates',
        summary: 'The states of the named services',
        requestBody: {
          ...jsonOf('ServiceStatesRequest', 'Which services'),
          required: true,
        },
        responses: answersOf('ServiceStates', 'Those the caller may read'),
      },
      get: {
        operationId: 'GetServicesInState',
        summary: 'The services in some state',
        parameters: [
          {
            name: 'health',
            in: 'query',
            required: true,
            style: 'form',
            explode: true,
            schema: {
              type: 'array',
              minItems: 1,
              maxItems: healthSchema.options.length,
              items: { type: 'string', enum: healthSchema.options },
            },
          },
        ],
        responses: answersOf('ServicesInState', 'Those the caller may read'),
      },
    },
  },
  schemas: {
    ServiceStatesRequest: schemaOf(serviceStatesRequestSchema, 'input'),
    ServiceStates: schemaOf(serviceStatesSchema),
    ServicesInState: schemaOf(servicesInStateSchema),
  },
};
