/** A JSON value. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** One request and its answer, with everything replaced that differs from run to run. */
export interface Exchange {
  readonly request: string;
  readonly status: number;
  readonly body: Json;
}

/** What one server said to the requests of one case. */
export type Transcript = readonly Exchange[];

/** The first place where two transcripts differ, in words; undefined when they are the same. */
export function firstDifference(
  expected: Transcript,
  actual: Transcript,
): string | undefined {
  for (const [index, exchange] of expected.entries()) {
    const other = actual.at(index);
    if (!other) return `${exchange.request}: no answer recorded`;
    const difference = differenceOf(exchange, other);
    if (difference) return `${exchange.request}: ${difference}`;
  }
  return actual.length > expected.length
    ? `${actual[expected.length].request}: not expected`
    : undefined;
}

function differenceOf(expected: Exchange, actual: Exchange) {
  if (expected.request !== actual.request) {
    return `asked ${actual.request} instead`;
  }
  if (expected.status !== actual.status) {
    return `status ${expected.status} against ${actual.status} ${JSON.stringify(
      actual.body,
    )}`;
  }
  return valueDifference('body', expected.body, actual.body);
}

function valueDifference(
  where: string,
  expected: Json | undefined,
  actual: Json | undefined,
): string | undefined {
  if (isObject(expected) && isObject(actual)) {
    const keys = [
      ...new Set([...Object.keys(expected), ...Object.keys(actual)]),
    ];
    return firstOf(keys, key =>
      valueDifference(`${where}.${key}`, expected[key], actual[key]),
    );
  }
  return JSON.stringify(expected) === JSON.stringify(actual)
    ? undefined
    : `${where} is ${shown(expected)} against ${shown(actual)}`;
}

function firstOf(
  keys: readonly string[],
  difference: (key: string) => string | undefined,
): string | undefined {
  for (const key of keys) {
    const found = difference(key);
    if (found) return found;
  }
  return undefined;
}

function isObject(
  value: Json | undefined,
): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}
