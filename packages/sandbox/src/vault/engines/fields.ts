import { VaultProblem } from '../Engine';

/** Request data as an engine receives it: parsed JSON, or query parameters as strings. */
export type FieldData = Record<string, unknown>;

/** A failed conversion, in the words the API framework uses for every engine. */
function conversionProblem(field: string, detail: string): VaultProblem {
  return new VaultProblem(
    400,
    `Field validation failed: error converting input for field "${field}": ${detail}`,
  );
}

const secondsPerUnit: Record<string, number> = {
  d: 86_400,
  h: 3_600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  ns: 1e-9,
};

/** Seconds of a Go duration (`1h30m`), a day count (`30d`) or a bare number; undefined when it is neither. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^-?\d+$/.test(trimmed)) {
    return Number(trimmed);
  }
  const parts = /^(-?)((?:\d+(?:\.\d+)?(?:ns|us|ms|s|m|h|d))+)$/.exec(trimmed);
  if (!parts) {
    return undefined;
  }
  let seconds = 0;
  for (const [, amount, unit] of parts[2].matchAll(
    /(\d+(?:\.\d+)?)(ns|us|ms|s|m|h|d)/g,
  )) {
    seconds += Number(amount) * secondsPerUnit[unit];
  }
  return Math.trunc(parts[1] ? -seconds : seconds);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** A duration field in whole seconds; undefined when absent. */
export function durationField(
  data: FieldData,
  field: string,
): number | undefined {
  const value = data[field];
  if (isAbsent(value)) {
    return undefined;
  }
  const seconds =
    typeof value === 'number'
      ? Math.trunc(value)
      : parseDuration(String(value));
  if (seconds === undefined || !Number.isFinite(seconds)) {
    throw conversionProblem(field, 'could not parse as a duration');
  }
  if (seconds < 0) {
    throw conversionProblem(
      field,
      `cannot provide negative value '${seconds}'`,
    );
  }
  return seconds;
}

/** An integer field; undefined when absent. */
export function integerField(
  data: FieldData,
  field: string,
): number | undefined {
  const value = data[field];
  if (isAbsent(value)) {
    return undefined;
  }
  const number = Number(value);
  if (!Number.isInteger(number)) {
    throw conversionProblem(field, 'expected an integer');
  }
  return number;
}

const truths = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const untruths = ['0', 'f', 'F', 'FALSE', 'false', 'False'];

/** A boolean field, as Go's ParseBool reads it; undefined when absent. */
export function booleanField(
  data: FieldData,
  field: string,
): boolean | undefined {
  const value = data[field];
  if (isAbsent(value)) {
    return undefined;
  }
  const text = String(value);
  if (truths.includes(text)) {
    return true;
  }
  if (untruths.includes(text)) {
    return false;
  }
  throw conversionProblem(field, 'expected a boolean');
}

/** A string field; undefined when absent. */
export function textField(data: FieldData, field: string): string | undefined {
  const value = data[field];
  if (value === undefined || value === null) {
    return undefined;
  }
  if (['string', 'number', 'boolean'].includes(typeof value)) {
    return String(value);
  }
  throw conversionProblem(field, 'expected a string');
}

/** A comma list: an array, or one string cut at its commas; undefined when absent. */
export function commaListField(
  data: FieldData,
  field: string,
): string[] | undefined {
  const value = data[field];
  if (value === undefined || value === null) {
    return undefined;
  }
  const parts = Array.isArray(value)
    ? value.map(String)
    : String(value).split(',');
  return parts.map(part => part.trim()).filter(part => part !== '');
}

/** A string list: an array, or one string kept whole; undefined when absent. */
export function stringListField(
  data: FieldData,
  field: string,
): string[] | undefined {
  const value = data[field];
  if (value === undefined || value === null) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map(String);
  }
  return value === '' ? [] : [String(value)];
}

/** A key-value field: an object, or a list of `k=v`; undefined when absent. */
export function mapField(
  data: FieldData,
  field: string,
): Record<string, unknown> | undefined {
  const value = data[field];
  if (isAbsent(value)) {
    return undefined;
  }
  if (typeof value === 'object' && !Array.isArray(value)) {
    return { ...value };
  }
  const pairs = Array.isArray(value) ? value.map(String) : [String(value)];
  const entries = pairs.map(pair => {
    const at = pair.indexOf('=');
    if (at < 1) {
      throw conversionProblem(field, 'expected key=value');
    }
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return Object.fromEntries(entries);
}
