import { mockServices } from '@backstage/backend-test-utils';
import {
  createCatalogWriteAction,
  createFetchCatalogEntityAction,
  createFetchTemplateAction,
} from '@backstage/plugin-scaffolder-backend';
import { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { createServiceSecretsActions } from 'backstage-plugin-scaffolder-backend-module-service-secrets';
import fs from 'fs-extra';
import { validate } from 'jsonschema';
import path from 'node:path';
import { parse } from 'yaml';

import {
  at,
  expressionsIn,
  isObject,
  Json,
  pathsIn,
  render,
} from './__testUtils__/templateExpressions';
import { createPublishFolderAction } from './publish/actions/publishFolder';
import { createUnpublishFolderAction } from './publish/actions/unpublishFolder';
import { PublishedFolder } from './publish/PublishedFolder';

const root = path.resolve(__dirname, '../../..');
const folders = [
  'new-service',
  'add-database',
  'add-certificate',
  'retire',
  'undo',
];

const fields = [
  'MyGroupsPicker',
  'OwnedEntityPicker',
  'ServiceSecretsEnvironment',
  'ServiceSecretsDatabase',
  'ServiceSecretsDelivery',
  'ServiceSecretsCertificateOffer',
  'ServiceSecretsTtl',
  'ServiceSecretsPlanReview',
  'ServiceSecretsRetireReview',
];

// Their schemas are read, none of them runs.
const unused = {} as never;
const published = new PublishedFolder('/nowhere');
const actions = new Map<string, Pick<TemplateAction, 'id' | 'schema'>>(
  [
    ...createServiceSecretsActions({
      auth: mockServices.auth(),
      discovery: mockServices.discovery(),
    }),
    createFetchTemplateAction({ reader: unused, integrations: unused }),
    createCatalogWriteAction(),
    createFetchCatalogEntityAction({ catalog: unused }),
    createPublishFolderAction(published),
    createUnpublishFolderAction(published),
  ].map(({ id, schema }) => [id, { id, schema }]),
);

interface Page {
  readonly title: string;
  readonly required?: string[];
  readonly properties: Record<string, { [key: string]: Json }>;
}
interface Step {
  readonly id: string;
  readonly action: string;
  readonly input: Record<string, Json>;
}
interface Template {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly parameters: Page[];
    readonly steps: Step[];
    readonly output: Json;
  };
}

function load(folder: string): Template {
  const file = path.join(root, 'templates', folder, 'template.yaml');
  return parse(fs.readFileSync(file, 'utf8'));
}

const service = {
  owner: 'group:default/grades',
  namespace: 'demo-grades',
  environment: 'production',
};
const approval = { digest: 'a'.repeat(64), approved: true };
const database = {
  choice: { offer: 'grades', profile: 'read-write' },
  defaultTtlSeconds: 3600,
  maxTtlSeconds: 86_400,
};
const entityRef = 'component:default/grade-export';
/** What somebody fills in. */
const answers: Record<string, { [key: string]: Json }> = {
  'new-service': {
    ...{ ...service, name: 'grade-export', language: 'node', replicas: 2 },
    ...{ delivery: 'agent-injector', kv: false, database, approval },
    certificate: { offer: 'internal' },
  },
  'add-database': {
    ...{ ...service, entityRef, delivery: 'agent-injector', approval },
    database: { ...database, format: 'env' },
  },
  'add-certificate': {
    ...{ ...service, entityRef, approval },
    certificate: {
      offer: 'internal',
      durationSeconds: 86_400,
      renewBeforeSeconds: 28_800,
    },
  },
  retire: {
    ...{ entityRef, owner: service.owner, environment: 'production' },
    ...{ removeManifests: true, unpublish: true },
    review: { confirmed: true },
  },
  undo: { runId: 'run-1' },
};

function properties({ spec }: Template): Page['properties'] {
  return Object.assign({}, ...spec.parameters.map(page => page.properties));
}

/** Whether a schema has something at a path: `database.choice.offer`. */
function hasProperty(schema: Json, keys: readonly string[]): boolean {
  const [key, ...rest] = keys;
  if (key === undefined) return true;
  const next = at(schema, `properties.${key}`);
  return next !== undefined && hasProperty(next, rest);
}

function hasOutput({ spec }: Template, [id, , ...keys]: string[]): boolean {
  const step = spec.steps.find(candidate => candidate.id === id);
  const output = step && actions.get(step.action)?.schema?.output;
  if (!output) return false;
  const [first, ...rest] = keys;
  const found = output.properties?.[first];
  // Schemas are JSON; only their type says more.
  return Boolean(found) && hasProperty(found as Json, rest);
}

/** What earlier steps answer, as far as inputs of later ones use it. */
const outputs = {
  plan: { output: { annotations: { 'service-secrets.io/namespace': 'x' } } },
  fetch: {
    output: {
      entity: { apiVersion: 'v1', kind: 'Component', metadata: { name: 'x' } },
    },
  },
  annotate: { output: { entity: { kind: 'Component' } } },
};

/** Fields of the plan review over the form's answers, as the field puts a request together. */
function reviewed(template: Json, form: Json): Json {
  if (Array.isArray(template) || !isObject(template)) {
    return form === undefined ? template : form;
  }
  if (form !== undefined && !isObject(form)) return form;
  const { choice, ...own } = form ?? {};
  const both = { ...own, ...(isObject(choice) ? choice : {}) };
  return Object.fromEntries(
    [...new Set([...Object.keys(template), ...Object.keys(both)])].map(key => [
      key,
      reviewed(template[key] ?? {}, both[key]),
    ]),
  );
}

describe.each(folders)('the template %s', folder => {
  const template = load(folder);
  const { parameters, steps, output } = template.spec;
  const form = answers[folder];

  it('uses actions that exist, with inputs they take', () => {
    for (const step of steps) {
      const input = actions.get(step.action)?.schema?.input;
      if (!input) throw new Error(`${step.action} does not exist`);
      const context = { parameters: form, steps: outputs };
      const rendered = render(step.input, context);

      const errors = validate(rendered, input).errors.map(
        error => `${step.id}: ${error.stack}`,
      );
      expect(errors).toEqual([]);
      // A schema may let unknown keys pass; a misspelt one is a mistake all the same.
      expect(Object.keys(input.properties ?? {})).toEqual(
        expect.arrayContaining(Object.keys(step.input)),
      );
    }
  });

  it('names in its expressions only parameters and outputs there are', () => {
    const all = { properties: properties(template) };
    // Steps hold expressions in their conditions too.
    const paths = expressionsIn([steps as unknown as Json, output]).flatMap(
      pathsIn,
    );
    expect(paths.length).toBeGreaterThan(0);
    const unknown = paths.filter(name => {
      const [from, ...keys] = name.split('.');
      return from === 'parameters'
        ? !hasProperty(all, keys)
        : !hasOutput(template, keys);
    });
    expect(unknown).toEqual([]);
  });

  it('uses form fields that exist and names them in words', () => {
    const flat = (schema: Json): { [key: string]: Json }[] =>
      isObject(schema)
        ? [
            schema,
            ...Object.values(
              isObject(schema.properties) ? schema.properties : {},
            ).flatMap(flat),
          ]
        : [];
    const all = Object.values(properties(template)).flatMap(flat);
    const used = all.flatMap(schema => schema['ui:field'] ?? []);

    expect(fields).toEqual(expect.arrayContaining(used));
    expect(parameters.every(page => page.title.length > 0)).toBe(true);
    for (const schema of Object.values(properties(template))) {
      expect(schema.title).toEqual(expect.any(String));
    }
  });

  it('takes the answers somebody gives, and misses those that lack', () => {
    for (const page of parameters) {
      const schema = { ...page, type: 'object' };
      expect(validate(form, schema).errors).toEqual([]);
      expect(validate({}, schema).errors).toHaveLength(
        page.required?.length ?? 0,
      );
    }
  });
});

describe.each(['new-service', 'add-database', 'add-certificate'])(
  'the plan review of %s',
  folder => {
    const template = load(folder);
    const form = answers[folder];
    const review = Object.values(properties(template)).find(
      schema => schema['ui:field'] === 'ServiceSecretsPlanReview',
    );
    it('applies the request that was reviewed, field by field', () => {
      const name = 'grade-export';
      const fixed = JSON.parse(
        JSON.stringify(at(review, 'ui:options.request') ?? {})
          .replaceAll('{name}', name)
          .replaceAll('{namespace}', 'demo-grades')
          .replaceAll('{entityRef}', entityRef),
      );
      const { approval: _, language: _l, ...asked } = form;
      const expected = reviewed(fixed, { name, ...asked });

      const requests = template.spec.steps
        .filter(step => step.input.request)
        .map(step => render(step.input.request, { parameters: form }));
      expect(requests.length).toBeGreaterThan(2);
      for (const request of requests) expect(request).toEqual(expected);
    });
  },
);

describe('the description of a new service', () => {
  const { description } = properties(load('new-service'));

  it.each(['x", "scripts": {"postinstall": "y', 'a\\', 'two\nlines'])(
    'is refused when it would not stay a text in the files it becomes part of: %j',
    text => {
      expect(validate(text, description).valid).toBe(false);
    },
  );

  it('may be a sentence', () => {
    expect(validate("Exports the school's grades.", description).valid).toBe(
      true,
    );
  });
});
