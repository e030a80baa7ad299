/** A JSON object whose members are not known yet; readers below narrow it. */
export type JsonObject = { [member: string]: unknown };

/** True for a JSON object, false for null, arrays and scalars. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one, so that a chain of reads needs no checks. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The array, or an empty one. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of an array; other items are left out. */
export function objectsOf(value: unknown): JsonObject[] {
  return listOf(value).filter(isObject);
}

/** The string, or an empty one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The strings of an array. */
export function textsOf(value: unknown): string[] {
  return listOf(value).filter(item => typeof item === 'string');
}

/** The number, or the fallback. */
export function numberOf(value: unknown, fallback = 0): number {
  return typeof value === 'number' ? value : fallback;
}

/** The value at a dotted path of plain member names, undefined where the path ends early. */
export function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((here, member) => objectOf(here)[member], value);
}

/** A shallow copy without the members whose value is undefined. */
export function compact(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  );
}

/** A deep copy of a JSON value. */
export function cloneJson<T>(value: T): T {
  // structuredClone would answer objects that, inside a test runner, equal no other ones.
  return value === undefined ? value : JSON.parse(JSON.stringify(value));
}
