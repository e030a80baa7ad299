import { isObject, listOf } from '../api/json';

// `.member`, `[0]`, `[*]` and `[?(@.type=="Ready")]`, which is what printer columns use.
const steps =
  /\.([A-Za-z0-9_-]+)|\[(\d+|\*)\]|\[\?\(@\.([\w.-]+)\s*==\s*["']([^"']*)["']\)\]/g;

/** Reads the value a printer column's JSONPath names; undefined where there is none. */
export function readJsonPath(object: unknown, path: string): unknown {
  let here: unknown = object;
  for (const [, member, index, key, wanted] of path
    .replace(/\\\./g, '.')
    .matchAll(steps)) {
    if (member !== undefined) here = isObject(here) ? here[member] : undefined;
    else if (index !== undefined)
      here = listOf(here)[index === '*' ? 0 : Number(index)];
    else
      here = listOf(here).find(
        item => isObject(item) && String(item[key]) === wanted,
      );
  }
  return here;
}
