import { isObject, objectOf, type JsonObject } from '../api/json';
import { elementsOf, type FieldPath } from './fieldPaths';

/** The nested form of a set of paths: a member that is owned itself and has owned parts carries `.`. */
export function toFieldsV1(paths: ReadonlySet<FieldPath>): JsonObject {
  const root: JsonObject = {};
  for (const path of [...paths].sort()) {
    let here = root;
    for (const element of elementsOf(path)) {
      here[element] = objectOf(here[element]);
      here = objectOf(here[element]);
    }
    here['.'] = {};
  }
  return withoutLoneDots(root);
}

function withoutLoneDots(node: JsonObject): JsonObject {
  const names = Object.keys(node);
  if (names.length === 1 && names[0] === '.') return {};
  return Object.fromEntries(
    Object.entries(node).map(([name, child]) => [
      name,
      name === '.' ? {} : withoutLoneDots(objectOf(child)),
    ]),
  );
}

/** The set of paths of a nested form. */
export function fromFieldsV1(fields: JsonObject): Set<FieldPath> {
  const into = new Set<FieldPath>();
  visit(fields, [], into);
  return into;
}

function visit(
  node: JsonObject,
  elements: readonly string[],
  into: Set<FieldPath>,
): void {
  const children = Object.entries(node).filter(([name]) => name !== '.');
  const isSelf = '.' in node || children.length === 0;
  if (isSelf && elements.length > 0) into.add(elements.join('\u0000'));
  for (const [name, child] of children)
    if (isObject(child)) visit(child, [...elements, name], into);
}
