import {
  changesSinceSchema,
  collectionStatusSchema,
  connectionListSchema,
  exceptionListSchema,
  exceptionRequestSchema,
  expiryCalendarSchema,
  findingExceptionSchema,
  fleetConcernsSchema,
  fleetExportSchema,
  fleetFilterSchema,
  fleetPageSchema,
  fleetSummarySchema,
  historySchema,
  muteRequestSchema,
  reverseAccessSchema,
  reviewLogSchema,
  reviewResultSchema,
  rolePageSchema,
  signOffRequestSchema,
  unmuteRequestSchema,
  withdrawRequestSchema,
} from 'backstage-plugin-service-secrets-common';

import { answersOf, jsonOf, schemaOf } from '../../serve/openapi/ApiPart';

const text = { type: 'string', maxLength: 500 };

function queries(...names: readonly string[]): object[] {
  // Entity refs hold colons and slashes, which a query may hold as they are.
  return names.map(name => ({
    name,
    in: 'query',
    allowReserved: true,
    schema: text,
  }));
}

function number(name: string, maximum: number): object {
  const schema = { type: 'integer', minimum: 1, maximum };
  return { name, in: 'query', schema };
}

function flag(name: string): object {
  return {
    name,
    in: 'query',
    schema: { type: 'string', enum: ['true', 'false'] },
  };
}

const filter: readonly object[] = Object.keys(fleetFilterSchema.shape).map(
  name =>
    name === 'text'
      ? { name, in: 'query', schema: { type: 'string', maxLength: 200 } }
      : {
          name,
          in: 'query',
          style: 'form',
          explode: true,
          allowReserved: true,
          schema: { type: 'array', maxItems: 100, items: text },
        },
);

function read(
  schema: string,
  summary: string,
  parameters: readonly object[] = [],
) {
  const operationId = `Get${schema}`;
  return {
    get: {
      operationId,
      summary,
      parameters,
      responses: answersOf(schema, summary),
    },
  };
}

function write(
  {
    operationId,
    body,
    answer,
  }: { operationId: string; body?: string; answer: string },
  summary: string,
) {
  return {
    post: {
      operationId,
      summary,
      ...(body
        ? { requestBody: { ...jsonOf(body, summary), required: true } }
        : {}),
      responses: answersOf(answer, summary),
    },
  };
}

const target = queries('entityRef', 'environment');

/** What can be asked about the fleet, and what a reviewer may say of it. */
export const fleetApi = {
  paths: {
    '/v1/fleet/rows': read('FleetPage', 'One page of services', [
      ...filter,
      ...queries('sort', 'cursor'),
      flag('descending'),
      number('limit', 500),
    ]),
    '/v1/fleet/summary': read(
      'FleetSummary',
      'The figures of the fleet',
      filter,
    ),
    '/v1/fleet/run': {
      ...read('CollectionStatus', 'The collection'),
      ...write(
        { operationId: 'StartCollection', answer: 'CollectionStatus' },
        'Collect now',
      ),
    },
    '/v1/fleet/expiry': read(
      'ExpiryCalendar',
      'What ends in the days to come',
      [...filter, number('days', 365)],
    ),
    '/v1/fleet/roles': read('RolePage', 'Roles with a question', [
      ...queries('concern', 'instance', 'text', 'cursor'),
      number('limit', 500),
    ]),
    '/v1/fleet/concerns': read('FleetConcerns', 'Lists to work off'),
    '/v1/fleet/connections': read('ConnectionList', 'Database connections'),
    '/v1/fleet/access': read(
      'ReverseAccess',
      'Who can reach a database',
      queries('instance', 'mount', 'connection'),
    ),
    '/v1/fleet/history': read('History', 'Days of the past', [
      ...target,
      number('days', 400),
    ]),
    '/v1/fleet/changes': read('ChangesSince', 'What changed', [
      ...target,
      ...queries('since'),
    ]),
    '/v1/fleet/reviews': {
      ...read('ReviewLog', 'Who signed a row off', target),
      ...write(
        {
          operationId: 'SignOff',
          body: 'SignOffRequest',
          answer: 'ReviewResult',
        },
        'Sign rows off',
      ),
    },
    '/v1/fleet/withdrawals': write(
      {
        operationId: 'Withdraw',
        body: 'WithdrawRequest',
        answer: 'ReviewResult',
      },
      'Take sign-offs back',
    ),
    '/v1/fleet/mutes': write(
      { operationId: 'Mute', body: 'MuteRequest', answer: 'ReviewResult' },
      'Silence the notices of rows until a day',
    ),
    '/v1/fleet/unmutes': write(
      { operationId: 'Unmute', body: 'UnmuteRequest', answer: 'ReviewResult' },
      'Let the owners of rows be told again',
    ),
    '/v1/fleet/exceptions': {
      ...read('ExceptionList', 'Accepted findings', [...target, flag('ended')]),
      ...write(
        {
          operationId: 'Accept',
          body: 'ExceptionRequest',
          answer: 'FindingException',
        },
        'Accept a finding until a day',
      ),
    },
    '/v1/fleet/exceptions/{id}': {
      delete: {
        operationId: 'EndException',
        summary: 'End an acceptance',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { ...text, maxLength: 36 },
          },
        ],
        responses: answersOf('FindingException', 'The acceptance, ended'),
      },
    },
    '/v1/fleet/export': {
      get: {
        operationId: 'Export',
        summary: 'The rows as a file',
        parameters: [
          ...filter,
          {
            name: 'format',
            in: 'query',
            schema: { type: 'string', enum: ['csv', 'json'] },
          },
        ],
        responses: {
          '200': {
            description: 'The file',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/FleetExport' },
              },
              'text/csv': { schema: { type: 'string' } },
            },
          },
          default: jsonOf('Error', 'What went wrong and what to do'),
        },
      },
    },
  },
  schemas: {
    FleetPage: schemaOf(fleetPageSchema),
    FleetSummary: schemaOf(fleetSummarySchema),
    CollectionStatus: schemaOf(collectionStatusSchema),
    ExpiryCalendar: schemaOf(expiryCalendarSchema),
    RolePage: schemaOf(rolePageSchema),
    FleetConcerns: schemaOf(fleetConcernsSchema),
    ConnectionList: schemaOf(connectionListSchema),
    ReverseAccess: schemaOf(reverseAccessSchema),
    History: schemaOf(historySchema),
    ChangesSince: schemaOf(changesSinceSchema),
    ReviewLog: schemaOf(reviewLogSchema),
    ReviewResult: schemaOf(reviewResultSchema),
    ExceptionList: schemaOf(exceptionListSchema),
    FindingException: schemaOf(findingExceptionSchema),
    FleetExport: schemaOf(fleetExportSchema),
    SignOffRequest: schemaOf(signOffRequestSchema, 'input'),
    WithdrawRequest: schemaOf(withdrawRequestSchema, 'input'),
    MuteRequest: schemaOf(muteRequestSchema, 'input'),
    UnmuteRequest: schemaOf(unmuteRequestSchema, 'input'),
    ExceptionRequest: schemaOf(exceptionRequestSchema, 'input'),
  },
};
