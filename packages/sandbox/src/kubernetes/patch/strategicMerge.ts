import { isDeepStrictEqual } from 'node:util';
import {
  isObject,
  listOf,
  objectOf,
  objectsOf,
  type JsonObject,
} from '../api/json';
import { badRequest } from '../api/status';
import { listShape, patchKey } from '../fields/listShape';

type Path = readonly string[];

/** Applies a strategic merge patch to a built-in object: lists of containers, variables, volumes and the like merge by key. */
export function applyStrategicMerge(
  target: JsonObject,
  patch: JsonObject,
): JsonObject {
  return mergeObject(target, patch, []);
}

function withoutDirectives(patch: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(patch).filter(([name]) => !name.startsWith('$')),
  );
}

function mergeObject(
  target: JsonObject,
  patch: JsonObject,
  path: Path,
): JsonObject {
  if (patch.$patch === 'replace') return withoutDirectives(patch);
  if (patch.$patch === 'delete') return {};
  const result: JsonObject = { ...target };
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith('$')) continue;
    if (value === null) delete result[name];
    else result[name] = mergeValue(result[name], value, [...path, name]);
  }
  applyDirectives(result, patch, path);
  return result;
}

function mergeValue(target: unknown, patch: unknown, path: Path): unknown {
  if (isObject(patch)) return mergeObject(objectOf(target), patch, path);
  if (Array.isArray(patch)) return mergeList(listOf(target), patch, path);
  return patch;
}

function mergeList(
  target: readonly unknown[],
  patch: readonly unknown[],
  path: Path,
): unknown[] {
  if (listShape(path, false) === 'set')
    return [...target, ...patch.filter(item => !target.includes(item))];
  const key = patchKey(path);
  if (!key) return [...patch];
  const isReplaced = objectsOf(patch).some(
    item => item.$patch === 'replace' && !(key in item),
  );
  if (isReplaced)
    return objectsOf(patch).filter(item => item.$patch !== 'replace');
  return mergeByKey(objectsOf(target), objectsOf(patch), { key, path });
}

function mergeByKey(
  target: readonly JsonObject[],
  patch: readonly JsonObject[],
  { key, path }: { key: string; path: Path },
): JsonObject[] {
  const result = [...target];
  for (const item of patch) {
    if (item[key] === undefined)
      throw badRequest(
        `map: ${JSON.stringify(
          item,
        )} does not contain declared merge key: ${key}`,
      );
    const at = result.findIndex(existing => existing[key] === item[key]);
    if (item.$patch === 'delete') {
      if (at >= 0) result.splice(at, 1);
    } else if (at >= 0) result[at] = mergeObject(result[at], item, path);
    else result.push(mergeObject({}, item, path));
  }
  return result;
}

function applyDirectives(
  result: JsonObject,
  patch: JsonObject,
  path: Path,
): void {
  for (const [name, value] of Object.entries(patch)) {
    const [directive, member] = name.split('/');
    if (directive === '$deleteFromPrimitiveList')
      result[member] = listOf(result[member]).filter(
        item => !listOf(value).includes(item),
      );
    if (directive === '$setElementOrder')
      result[member] = reorder(listOf(result[member]), listOf(value), {
        key: patchKey([...path, member]),
      });
    if (directive === '$retainKeys') retainOnly(result, listOf(value));
  }
}

function retainOnly(result: JsonObject, kept: readonly unknown[]): void {
  for (const name of Object.keys(result))
    if (!kept.includes(name)) delete result[name];
}

function reorder(
  items: readonly unknown[],
  order: readonly unknown[],
  { key }: { key?: string },
): unknown[] {
  const identity = (item: unknown) => (key ? objectOf(item)[key] : item);
  const place = (item: unknown) =>
    order.findIndex(wanted =>
      isDeepStrictEqual(identity(wanted), identity(item)),
    );
  const named = items.filter(item => place(item) >= 0);
  const others = items.filter(item => place(item) < 0);
  return [...named.sort((a, b) => place(a) - place(b)), ...others];
}
