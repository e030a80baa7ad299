import type { Router } from 'express';
import { z } from 'zod';

/** A part of the HTTP API: its paths and the shapes they answer. */
export interface ApiPart {
  readonly paths: Readonly<Record<string, object>>;
  readonly schemas: Readonly<Record<string, { readonly type: 'object' }>>;
}

/** Routes and their description; one document and one router are assembled from all of them. */
export interface ApiRoutes {
  readonly api: ApiPart;
  /** Adds the routes of the part to the router that validates against it. */
  mount(router: Router): void;
}

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: { error: { type: 'object' } },
} as const;

/** The HTTP API of the plugin. Requests are validated against it; so are responses in tests. */
export function openapiDocument(parts: readonly ApiPart[]) {
  const paths: ApiPart['paths'] = Object.assign(
    {},
    ...parts.map(part => part.paths),
  );
  const schemas: ApiPart['schemas'] = Object.assign(
    { Error: errorSchema },
    ...parts.map(part => part.schemas),
  );
  return {
    openapi: '3.1.0',
    info: {
      title: 'service-secrets',
      version: '1',
      description: 'Database roles, leases and certificates of one service.',
      license: { name: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: { schemas },
  } as const;
}

/** A JSON body by the name of its shape. */
export function jsonOf(schema: string, description: string) {
  return {
    description,
    content: {
      'application/json': {
        schema: { $ref: `#/components/schemas/${schema}` },
      },
    },
  };
}

/** What every operation answers: the named shape, or an error in words. */
export function answersOf(schema: string, summary: string) {
  return {
    '200': jsonOf(schema, summary),
    default: jsonOf('Error', 'What went wrong and what to do'),
  };
}

/** One truth: the schema of a shape is the one its type is inferred from. */
export function schemaOf(
  shape: z.ZodType,
  io: 'input' | 'output' = 'output',
): { type: 'object' } {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, { io });
  // The generator's type is that of any JSON Schema; ours are all objects.
  return schema as { type: 'object' };
}

/** An operation that takes a body: what it takes and answers, and what its path names. */
export function postOf(
  operationId: string,
  summary: string,
  options: {
    readonly body: z.ZodType;
    /** Name of the shape it answers. */
    readonly answer: string;
    readonly parameters?: readonly object[];
  },
) {
  const { body, answer, parameters } = options;
  const schema = schemaOf(body, 'input');
  return {
    post: {
      operationId,
      summary,
      ...(parameters && { parameters }),
      requestBody: {
        required: true,
        content: { 'application/json': { schema } },
      },
      responses: answersOf(answer, summary),
    },
  };
}
