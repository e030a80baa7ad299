function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectOr(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** The keys of an object down to a depth, with null for every value. */
export function keysOnly(
  data: Record<string, unknown>,
  depth: number,
): Record<string, unknown> {
  const entries = Object.entries(data).map(([key, value]) => [
    key,
    depth > 1 && isObject(value) ? keysOnly(value, depth - 1) : null,
  ]);
  return Object.fromEntries(entries);
}

/** RFC 7396: null removes a key, objects are merged, all else replaces. */
export function mergePatch(
  target: Record<string, unknown>,
  patch: Record<string, unknown>,
): Record<string, unknown> {
  const merged = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else if (!isObject(value)) merged[key] = value;
    else merged[key] = mergePatch(objectOr(merged[key]), value);
  }
  return merged;
}
