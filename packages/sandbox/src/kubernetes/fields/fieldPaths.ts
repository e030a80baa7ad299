import { isDeepStrictEqual } from 'node:util';
import {
  isObject,
  listOf,
  objectOf,
  objectsOf,
  type JsonObject,
} from '../api/json';
import { isAtomicObject, listShape } from './listShape';

/** A path as `managedFields` writes its elements (`f:` member, `k:` keyed item, `v:` item of a set), joined. */
export type FieldPath = string;

const joint = '\u0000';

/** The elements of a path. */
export function elementsOf(path: FieldPath): string[] {
  return path.split(joint);
}

interface Walk {
  /** Elements of the path so far. */
  readonly elements: readonly string[];
  /** Member names of the path so far, without item keys. */
  readonly members: readonly string[];
  readonly custom: boolean;
}

function pathOf(walk: Walk): FieldPath {
  return walk.elements.join(joint);
}

function intoMember(walk: Walk, name: string): Walk {
  return {
    elements: [...walk.elements, `f:${name}`],
    members: [...walk.members, name],
    custom: walk.custom,
  };
}

function intoItem(walk: Walk, element: string): Walk {
  return { ...walk, elements: [...walk.elements, element] };
}

/** The element that names a keyed item; a port without protocol is TCP. */
export function itemElement(item: JsonObject, keys: readonly string[]): string {
  const pairs = keys.map(key => [
    key,
    item[key] ?? (key === 'protocol' ? 'TCP' : null),
  ]);
  return `k:${JSON.stringify(Object.fromEntries(pairs))}`;
}

/** The parts of a value that can be owned one by one, or undefined for a value owned as a whole. */
function partsOf(
  value: unknown,
  walk: Walk,
): Array<[Walk, unknown]> | undefined {
  if (isObject(value)) {
    if (isAtomicObject(walk.members, walk.custom)) return undefined;
    return Object.entries(value).map(([name, part]) => [
      intoMember(walk, name),
      part,
    ]);
  }
  if (!Array.isArray(value)) return undefined;
  const shape = listShape(walk.members, walk.custom);
  if (shape === 'atomic') return undefined;
  if (shape === 'set')
    return listOf(value).map(item => [
      intoItem(walk, `v:${JSON.stringify(item)}`),
      item,
    ]);
  return objectsOf(value).map(item => [
    intoItem(walk, itemElement(item, shape)),
    item,
  ]);
}

function collectAll(value: unknown, walk: Walk, into: Set<FieldPath>): void {
  into.add(pathOf(walk));
  for (const [deeper, part] of partsOf(value, walk) ?? [])
    collectAll(part, deeper, into);
}

function collectChanged(
  change: { old: unknown; value: unknown },
  walk: Walk,
  into: Set<FieldPath>,
): void {
  const { old, value } = change;
  const parts = partsOf(value, walk);
  const oldParts = old === null && parts ? [] : partsOf(old, walk);
  if (!parts || !oldParts) {
    if (old === undefined) collectAll(value, walk, into);
    else if (!isDeepStrictEqual(old, value)) into.add(pathOf(walk));
    return;
  }
  const before = new Map(oldParts.map(([at, part]) => [pathOf(at), part]));
  for (const [deeper, part] of parts)
    collectChanged(
      { old: before.get(pathOf(deeper)), value: part },
      deeper,
      into,
    );
}

function collectApplied(
  value: unknown,
  walk: Walk,
  into: Set<FieldPath>,
): void {
  const parts = partsOf(value, walk);
  const isItem = /^[kv]:/.test(walk.elements[walk.elements.length - 1] ?? '');
  if (!parts || parts.length === 0 || isItem) into.add(pathOf(walk));
  for (const [deeper, part] of parts ?? []) collectApplied(part, deeper, into);
}

// Identity and bookkeeping belong to no manager.
const unowned = new Set([
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
]);

/** The object without what no manager can own, limited to the members an endpoint may write. */
export function ownableParts(
  object: JsonObject,
  writable: (member: string) => boolean,
): JsonObject {
  const parts: JsonObject = {};
  for (const [name, value] of Object.entries(object)) {
    if (name === 'apiVersion' || name === 'kind' || !writable(name)) continue;
    parts[name] = value;
  }
  const metadata = Object.entries(objectOf(parts.metadata)).filter(
    ([name]) => !unowned.has(name),
  );
  delete parts.metadata;
  return metadata.length > 0
    ? { ...parts, metadata: Object.fromEntries(metadata) }
    : parts;
}

function fromRoot(
  object: JsonObject,
  custom: boolean,
  collect: (value: unknown, walk: Walk) => void,
): void {
  for (const [name, value] of Object.entries(object))
    collect(value, { elements: [`f:${name}`], members: [name], custom });
}

/** Every path of an object. */
export function allPaths(object: JsonObject, custom: boolean): Set<FieldPath> {
  const into = new Set<FieldPath>();
  fromRoot(object, custom, (value, walk) => collectAll(value, walk, into));
  return into;
}

/** The paths an update set: new or different from before. */
export function changedPaths(
  change: { old: JsonObject; object: JsonObject },
  custom: boolean,
): Set<FieldPath> {
  const into = new Set<FieldPath>();
  // Metadata is always there, so nobody owns it as a whole.
  const old: JsonObject = { metadata: {}, ...change.old };
  fromRoot(change.object, custom, (value, walk) =>
    collectChanged({ old: old[walk.members[0]], value }, walk, into),
  );
  return into;
}

/** The paths an applied configuration speaks about. */
export function appliedPaths(
  object: JsonObject,
  custom: boolean,
): Set<FieldPath> {
  const into = new Set<FieldPath>();
  fromRoot(object, custom, (value, walk) => collectApplied(value, walk, into));
  return into;
}
