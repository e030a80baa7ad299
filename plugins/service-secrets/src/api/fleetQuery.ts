import { FleetFilter } from 'backstage-plugin-service-secrets-common';

/** What a query can hold; absent values are left out, lists are repeated. */
export type QueryValues = Readonly<
  Record<string, string | number | readonly string[] | undefined>
>;

/** The query string of these values, with its question mark; empty without any. */
export function queryString(values: QueryValues): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    for (const one of [value].flat()) query.append(name, String(one));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** The filter in one order, so that equal filters are equal strings. */
export function filterKey(filter: FleetFilter): string {
  return queryString(
    Object.fromEntries(
      Object.entries(filter)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([name, value]) => [
          name,
          typeof value === 'string' ? value : [...value].sort(),
        ]),
    ),
  );
}

/** The name a file is offered under; the fallback when the header has none. */
export function fileName(disposition: string | null, fallback: string): string {
  return /filename="?([\w.-]+)"?/.exec(disposition ?? '')?.[1] ?? fallback;
}
