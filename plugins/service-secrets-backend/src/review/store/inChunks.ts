/** SQLite takes no more than 999 values in one query, or 32,766 when newer. */
const CHUNK = 500;

/** Asks for many values in portions that every database takes. */
export async function inChunks<T>(
  values: readonly string[],
  ask: (chunk: string[]) => PromiseLike<T[]>,
): Promise<T[]> {
  const found: T[] = [];
  for (let start = 0; start < values.length; start += CHUNK) {
    found.push(...(await ask(values.slice(start, start + CHUNK))));
  }
  return found;
}
