import type { JsonObject } from '../api/json';
import { columnsOf } from '../tables/builtInColumns';
import type { ResourceRules, ResourceType, Subresource } from './ResourceType';

/** What can be done with an ordinary resource. */
export const allVerbs = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** A built-in resource in short; what is left out is as with most. */
export interface Row {
  kind: string;
  plural?: string;
  shortNames?: string[];
  categories?: string[];
  cluster?: boolean;
  verbs?: string[];
  status?: boolean;
  scale?: boolean;
  generation?: ResourceType['generation'];
  names?: ResourceType['names'];
  selectable?: string[];
  subresources?: Subresource[];
  zero?: JsonObject;
  bookmark?: JsonObject;
  members: string[];
  columns?: ResourceType['columns'];
  rules?: ResourceRules;
}

function subresourcesOf(row: Row): Subresource[] {
  const readWrite = ['get', 'patch', 'update'];
  const found: Subresource[] = [...(row.subresources ?? [])];
  if (row.scale)
    found.push({
      name: 'scale',
      kind: 'Scale',
      group: 'autoscaling',
      version: 'v1',
      verbs: readWrite,
    });
  if (row.status)
    found.push({ name: 'status', kind: row.kind, verbs: readWrite });
  return found;
}

/** A built-in resource with everything spelled out. */
export function describeType(group: string, row: Row): ResourceType {
  const { kind } = row;
  const singular = kind.toLowerCase();
  return {
    group,
    version: 'v1',
    kind,
    singular,
    plural: row.plural ?? `${singular}s`,
    listKind: `${kind}List`,
    namespaced: !row.cluster,
    shortNames: row.shortNames ?? [],
    categories: row.categories ?? [],
    verbs: row.verbs ?? allVerbs,
    subresources: subresourcesOf(row),
    zero: { metadata: {}, ...row.zero },
    bookmark: row.bookmark,
    generation: row.generation ?? 'never',
    names: row.names ?? 'subdomain',
    selectable: row.selectable ?? [],
    columns: row.columns ?? columnsOf(kind),
    rules: row.rules ?? {},
    members: ['apiVersion', 'kind', 'metadata', ...row.members],
  };
}
