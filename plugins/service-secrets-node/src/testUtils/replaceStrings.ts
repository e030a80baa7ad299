/** A copy of a value in which one text was replaced, and where that was. */
export interface Replaced {
  /** Dotted, with positions of lists: `certificate.dnsNames.0`. */
  readonly path: string;
  readonly value: unknown;
}

/** For every text anywhere in a value, a copy with that text replaced: how a test reaches each field without naming it. */
export function replaceEachString(value: unknown, by: string): Replaced[] {
  if (typeof value === 'string') return [{ path: '', value: by }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    replaceEachString(child, by).map(({ path, value: replaced }) => ({
      path: path === '' ? key : `${key}.${path}`,
      value: withChild(value, key, replaced),
    })),
  );
}

/** For every object anywhere in a value, a copy with one field more. */
export function addFieldEverywhere(value: unknown, field: string): Replaced[] {
  if (typeof value !== 'object' || value === null) return [];
  const here = Array.isArray(value)
    ? []
    : [{ path: field, value: { ...value, [field]: 'true' } }];
  const below = Object.entries(value).flatMap(([key, child]) =>
    addFieldEverywhere(child, field).map(({ path, value: replaced }) => ({
      path: `${key}.${path}`,
      value: withChild(value, key, replaced),
    })),
  );
  return [...here, ...below];
}

function withChild(parent: object, key: string, child: unknown): unknown {
  return Array.isArray(parent)
    ? parent.map((each, index) => (String(index) === key ? child : each))
    : { ...parent, [key]: child };
}
