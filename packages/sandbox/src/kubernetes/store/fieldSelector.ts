import { valueAt } from '../api/json';
import type { KubeObject } from '../api/KubeObject';
import { badRequest } from '../api/status';
import type { ResourceType } from '../resources/ResourceType';

/** One comparison of a field with a text. */
export interface FieldTerm {
  readonly path: string;
  readonly equal: boolean;
  readonly value: string;
}

function supported(type: ResourceType): string[] {
  return ['metadata.name', 'metadata.namespace', ...type.selectable];
}

/** Reads a field selector such as `metadata.name=web,status.phase!=Running`. Throws 400 for a field the resource does not index. */
export function parseFieldSelector(
  text: string,
  type: ResourceType,
): FieldTerm[] {
  const terms = text.split(',').filter(term => term.trim() !== '');
  return terms.map(term => {
    const match = /^\s*([^=!\s]+)\s*(!=|==|=)\s*(.*?)\s*$/.exec(term);
    if (!match)
      throw badRequest(
        `invalid selector: '${term}'; can't understand '${term}'`,
      );
    const [, path, operator, value] = match;
    if (!supported(type).includes(path)) throw unknownField(path, type);
    return { path, equal: operator !== '!=', value };
  });
}

function unknownField(path: string, type: ResourceType): Error {
  if (type.selectable.length > 0)
    return badRequest(`field label not supported: ${path}`);
  return badRequest(
    `"${path}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
  );
}

/** Whether an object fulfils every term; a missing field counts as empty. */
export function matchesFields(
  terms: readonly FieldTerm[],
  object: KubeObject,
): boolean {
  return terms.every(({ path, equal, value }) => {
    const actual = valueAt(object, path) ?? '';
    return (String(actual) === value) === equal;
  });
}
