import { VaultProblem } from '../VaultProblem';

const conversionPrefix = 'Field validation failed: ';

/** A failed conversion, in the words the API framework uses for every engine. */
export function conversionProblem(field: string, detail: string): VaultProblem {
  return new VaultProblem(
    400,
    `${conversionPrefix}error converting input for field "${field}": ${detail}`,
  );
}

/** The name Go gives to what JSON became. */
function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'object') return 'map[string]interface {}';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'number' ? 'json.Number' : 'string';
}

/** What Go's decoder says of a value of another type than wanted. */
export function unconvertible(
  wanted: string,
  value: unknown,
  where = '',
): string {
  return `'${where}' expected type '${wanted}', got unconvertible type '${goType(
    value,
  )}'`;
}

/** A map as Go prints one. */
export function goMap(value: object): string {
  const pairs = Object.entries(value).map(
    ([key, item]) => `${key}:${String(item)}`,
  );
  return `map[${pairs.sort().join(' ')}]`;
}

/**
 * Where an object's existence is checked before the request is judged, its
 * fields are converted by that check, whose problems come without the prefix.
 */
export function asExistenceCheck(error: unknown): unknown {
  if (!(error instanceof VaultProblem)) return error;
  const [text] = error.errors;
  return error.status === 400 && text?.startsWith(conversionPrefix)
    ? new VaultProblem(400, text.slice(conversionPrefix.length))
    : error;
}
