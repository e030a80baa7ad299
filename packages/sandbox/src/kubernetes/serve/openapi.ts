import type { JsonObject } from '../api/json';
import type { Registry } from '../resources/Registry';
import { groupVersionOf, type ResourceType } from '../resources/ResourceType';

const info = { title: 'Kubernetes', version: 'v1.36.0-sandbox' };

const fieldValidation = {
  name: 'fieldValidation',
  in: 'query',
  description: 'Ignore, Warn or Strict: what to do with unknown fields.',
  schema: { type: 'string', uniqueItems: true },
};

function pathOf(type: ResourceType): string {
  const root = type.group ? `/apis/${type.group}` : '/api';
  const scope = type.namespaced ? '/namespaces/{namespace}' : '';
  return `${root}/${type.version}${scope}/${type.plural}/{name}`;
}

function patchOperation({ group, version, kind }: ResourceType): JsonObject {
  return {
    parameters: [fieldValidation],
    responses: { '200': { description: 'OK' } },
    'x-kubernetes-action': 'patch',
    'x-kubernetes-group-version-kind': { group, version, kind },
  };
}

/** The index of OpenAPI v3 documents. */
export function openApiIndex(registry: Registry): JsonObject {
  const entries = registry.groupVersions().map(place => {
    const root = place.group ? `apis/${place.group}` : 'api';
    const path = `${root}/${place.version}`;
    return [path, { serverRelativeURL: `/openapi/v3/${path}` }];
  });
  return { paths: Object.fromEntries(entries) };
}

/**
 * The document of one group version: which resources can be patched and that
 * the server checks unknown fields. It has no schemas, so clients leave the
 * checking to the server.
 */
export function openApiDocument(
  registry: Registry,
  place: { group: string; version: string },
): JsonObject | undefined {
  if (!registry.hasGroupVersion(place.group, place.version)) return undefined;
  const types = registry.types.filter(
    type => groupVersionOf(type) === groupVersionOf(place),
  );
  const paths = types.map(type => [
    pathOf(type),
    { patch: patchOperation(type) },
  ]);
  return {
    openapi: '3.0.0',
    info,
    paths: Object.fromEntries(paths),
    components: { schemas: {} },
  };
}

/** The OpenAPI v2 document: the same paths, no definitions. */
export function openApiV2(registry: Registry): JsonObject {
  const paths = registry.types.map(type => [
    pathOf(type),
    {
      patch: {
        ...patchOperation(type),
        parameters: [{ name: 'fieldValidation', in: 'query', type: 'string' }],
      },
    },
  ]);
  return {
    swagger: '2.0',
    info,
    paths: Object.fromEntries(paths),
    definitions: {},
  };
}
