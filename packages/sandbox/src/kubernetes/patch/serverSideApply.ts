import { isDeepStrictEqual } from 'node:util';
import {
  cloneJson,
  isObject,
  listOf,
  objectOf,
  objectsOf,
  type JsonObject,
} from '../api/json';
import type { ManagedFieldsEntry } from '../api/KubeObject';
import { ApiError } from '../api/status';
import {
  appliedPaths,
  elementsOf,
  itemElement,
  ownableParts,
  type FieldPath,
} from '../fields/fieldPaths';
import { isAtomicObject, listShape } from '../fields/listShape';
import {
  isSameWriter,
  readOwnerships,
  writeOwnerships,
  type Ownership,
  type Writer,
} from '../fields/managedFields';

/** What server-side apply is given. */
export interface ApplyOptions {
  readonly live: JsonObject;
  readonly entries: readonly ManagedFieldsEntry[] | undefined;
  readonly config: JsonObject;
  readonly writer: Writer;
  readonly force: boolean;
  readonly custom: boolean;
  readonly writable: (member: string) => boolean;
}

/** The merged object and its new records. Throws 409 when another manager owns a field with another value and force is off. */
export function applyConfiguration(options: ApplyOptions): {
  object: JsonObject;
  managedFields: ManagedFieldsEntry[] | undefined;
} {
  const { live, config, writer, custom } = options;
  const wanted = ownableParts(config, options.writable);
  const applied = appliedPaths(wanted, custom);
  const ownerships = readOwnerships(options.entries);
  const others = ownerships.filter(entry => !isSameWriter(entry, writer));
  const previous = ownerships.find(entry => isSameWriter(entry, writer));
  const disputed = (entry: Ownership) =>
    [...entry.paths].filter(
      path =>
        applied.has(path) &&
        // An item of a list is shared by all who set parts of it.
        !isItemPath(path) &&
        !isDeepStrictEqual(valueOf(live, path), valueOf(wanted, path)),
    );
  const conflicts = others
    .map(entry => ({ entry, paths: disputed(entry) }))
    .filter(({ paths }) => paths.length > 0);
  if (conflicts.length > 0 && !options.force) throw conflict(conflicts);
  const lost = new Set(conflicts.flatMap(({ paths }) => paths));
  const kept = others.map(entry => ({
    ...entry,
    paths: new Set([...entry.paths].filter(path => !lost.has(path))),
  }));
  const object = objectOf(merge(cloneJson(live), wanted, { custom, path: [] }));
  for (const path of [...(previous?.paths ?? [])].sort())
    if (!applied.has(path) && !isHeld(path, kept)) remove(object, path);
  const unchanged = previous && isDeepStrictEqual(previous.paths, applied);
  const time = unchanged ? previous.time : writer.time;
  return {
    object,
    managedFields: writeOwnerships([
      ...kept,
      { ...writer, time, paths: applied },
    ]),
  };
}

function isItemPath(path: FieldPath): boolean {
  return /^k:/.test(elementsOf(path).pop() ?? '');
}

function isHeld(path: FieldPath, others: readonly Ownership[]): boolean {
  return others.some(({ paths }) =>
    [...paths].some(
      owned => owned === path || owned.startsWith(`${path}\u0000`),
    ),
  );
}

function conflict(
  conflicts: ReadonlyArray<{ entry: Ownership; paths: FieldPath[] }>,
): ApiError {
  const causes = conflicts.flatMap(({ entry, paths }) =>
    paths.map(path => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${named(entry)}`,
      field: readable(path),
    })),
  );
  const texts = conflicts.map(({ entry, paths }) =>
    causes.length === 1
      ? `conflict with ${named(entry)}: ${readable(paths[0])}`
      : `conflicts with ${named(entry)}:\n${paths
          .map(path => `- ${readable(path)}`)
          .join('\n')}`,
  );
  const count =
    causes.length === 1 ? '1 conflict' : `${causes.length} conflicts`;
  return new ApiError(409, `Apply failed with ${count}: ${texts.join('\n')}`, {
    reason: 'Conflict',
    details: { causes },
  });
}

function named({ manager, operation, apiVersion }: Ownership): string {
  return operation === 'Apply'
    ? `"${manager}"`
    : `"${manager}" using ${apiVersion}`;
}

function readable(path: FieldPath): string {
  return elementsOf(path)
    .map(element => {
      const rest = element.slice(2);
      if (element.startsWith('f:')) return `.${rest}`;
      if (element.startsWith('v:')) return `[=${rest}]`;
      const pairs = Object.entries(objectOf(JSON.parse(rest)));
      return `[${pairs
        .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        .join(',')}]`;
    })
    .join('');
}

function isItem(element: string): (item: unknown) => boolean {
  const wanted: unknown = JSON.parse(element.slice(2));
  if (element.startsWith('v:')) return item => item === wanted;
  const keys = Object.keys(objectOf(wanted));
  return item => isObject(item) && itemElement(item, keys) === element;
}

function step(value: unknown, element: string): unknown {
  if (element.startsWith('f:')) return objectOf(value)[element.slice(2)];
  return listOf(value).find(isItem(element));
}

function valueOf(object: JsonObject, path: FieldPath): unknown {
  return elementsOf(path).reduce<unknown>(step, object);
}

function remove(object: JsonObject, path: FieldPath): void {
  const elements = elementsOf(path);
  const last = elements[elements.length - 1];
  const parent = elements.slice(0, -1).reduce<unknown>(step, object);
  if (Array.isArray(parent)) {
    const at = parent.findIndex(isItem(last));
    if (at >= 0) parent.splice(at, 1);
  } else if (isObject(parent)) delete parent[last.slice(2)];
}

interface Place {
  readonly path: readonly string[];
  readonly custom: boolean;
}

function merge(target: unknown, wanted: unknown, place: Place): unknown {
  if (isObject(wanted)) {
    if (!isObject(target) || isAtomicObject(place.path, place.custom))
      return wanted;
    for (const [name, value] of Object.entries(wanted))
      target[name] = merge(target[name], value, {
        ...place,
        path: [...place.path, name],
      });
    return target;
  }
  if (!Array.isArray(wanted) || !Array.isArray(target)) return wanted;
  const shape = listShape(place.path, place.custom);
  if (shape === 'atomic') return wanted;
  if (shape === 'set') return [...new Set([...listOf(target), ...wanted])];
  return mergeItems(objectsOf(target), objectsOf(wanted), { shape, place });
}

function mergeItems(
  target: JsonObject[],
  wanted: JsonObject[],
  { shape, place }: { shape: readonly string[]; place: Place },
): JsonObject[] {
  const result = [...target];
  for (const item of wanted) {
    const matches = isItem(itemElement(item, shape));
    const at = result.findIndex(matches);
    if (at >= 0) result[at] = objectOf(merge(result[at], item, place));
    else result.push(item);
  }
  return result;
}
