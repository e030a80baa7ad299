import {
  objectOf,
  objectsOf,
  textOf,
  textsOf,
  type JsonObject,
} from '../api/json';
import type { KubeObject } from '../api/KubeObject';
import type { ResourceType } from '../resources/ResourceType';
import { ageColumn, nameColumn } from '../tables/cells';
import type { Column } from '../tables/Column';
import { readJsonPath } from './jsonPath';

const verbs = [
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'create',
  'update',
  'watch',
];

function columnOf(definition: JsonObject): Column {
  const path = textOf(definition.jsonPath);
  const kind = textOf(definition.type);
  return {
    name: textOf(definition.name),
    type: kind === 'integer' || kind === 'date' ? kind : 'string',
    priority: definition.priority === 1 ? 1 : 0,
    cell: object => {
      const value = readJsonPath(object, path);
      if (value === undefined) return kind === 'string' ? '' : null;
      return typeof value === 'number' ? value : String(value);
    },
  };
}

function columnsOf(version: JsonObject): Column[] {
  const own = objectsOf(version.additionalPrinterColumns);
  return own.length > 0
    ? [nameColumn, ...own.map(columnOf)]
    : [nameColumn, ageColumn];
}

/** The resources a CustomResourceDefinition serves, one per served version, the stored one first. */
export function customTypesOf(definition: KubeObject): ResourceType[] {
  const spec = objectOf(definition.spec);
  const names = objectOf(spec.names);
  const kind = textOf(names.kind);
  return objectsOf(spec.versions)
    .filter(version => version.served === true)
    .sort((a, b) => Number(b.storage === true) - Number(a.storage === true))
    .map(version => ({
      group: textOf(spec.group),
      version: textOf(version.name),
      plural: textOf(names.plural),
      singular: textOf(names.singular) || kind.toLowerCase(),
      kind,
      listKind: textOf(names.listKind) || `${kind}List`,
      namespaced: spec.scope === 'Namespaced',
      shortNames: textsOf(names.shortNames),
      categories: textsOf(names.categories),
      verbs,
      subresources: objectOf(version.subresources).status
        ? [{ name: 'status', kind, verbs: ['get', 'patch', 'update'] }]
        : [],
      zero: {},
      generation: 'spec',
      names: 'subdomain',
      selectable: [],
      columns: columnsOf(version),
      rules: {},
      schema: objectOf(objectOf(version.schema).openAPIV3Schema),
    }));
}
