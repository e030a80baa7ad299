import { conversionProblem, goMap, unconvertible } from './fieldProblems';

/** Request data as an engine receives it: parsed JSON, or query parameters as strings. */
export type FieldData = Record<string, unknown>;

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

/** What Go's time package says of a text that is no duration. */
export function durationComplaint(text: string): string {
  const quoted = JSON.stringify(text);
  const parts = /^[-+]?((?:\d+(?:\.\d*)?|\.\d+)(\D*))+$/.exec(text);
  if (!parts) return `time: invalid duration ${quoted}`;
  const units = [...text.matchAll(/[\d.]+([^\d.]*)/g)].map(([, unit]) => unit);
  const unknown = units.find(unit => unit !== '' && !(unit in secondsPerUnit));
  return unknown === undefined
    ? `time: missing unit in duration ${quoted}`
    : `time: unknown unit "${unknown}" in duration ${quoted}`;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function wholeSeconds(field: string, value: number): number {
  if (Number.isInteger(value)) return value;
  throw conversionProblem(field, durationComplaint(String(value)));
}

function durationText(field: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw conversionProblem(field, 'could not parse duration from input');
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
      ? wholeSeconds(field, value)
      : parseDuration(durationText(field, value));
  if (seconds === undefined || !Number.isFinite(seconds)) {
    throw conversionProblem(field, durationComplaint(String(value)));
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
  if (typeof value === 'object') {
    throw conversionProblem(field, unconvertible('int', value));
  }
  const number = Number(value);
  if (!Number.isInteger(number)) {
    throw conversionProblem(
      field,
      "'' cannot parse value as 'int': strconv.ParseInt: invalid syntax",
    );
  }
  return number;
}

const truths = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const untruths = ['0', 'f', 'F', 'FALSE', 'false', 'False'];

/** A list of integers, or one that stands for a list; undefined when absent. */
export function integerListField(
  data: FieldData,
  field: string,
): number[] | undefined {
  const value = data[field];
  if (isAbsent(value)) {
    return undefined;
  }
  const items = Array.isArray(value) ? value : String(value).split(',');
  return items.map((item, index) => {
    const number = Number(item);
    if (Number.isInteger(number)) return number;
    throw conversionProblem(
      field,
      `decoding failed due to the following error(s):\n\n'[${index}]' cannot parse value as 'int': strconv.ParseInt: invalid syntax`,
    );
  });
}

/** A boolean field, as Go's ParseBool reads it; undefined when absent. */
export function booleanField(
  data: FieldData,
  field: string,
): boolean | undefined {
  const value = data[field];
  if (isAbsent(value)) {
    return undefined;
  }
  if (typeof value === 'number') {
    return value !== 0;
  }
  if (typeof value === 'object') {
    throw conversionProblem(field, unconvertible('bool', value));
  }
  const text = String(value);
  if (truths.includes(text)) {
    return true;
  }
  if (untruths.includes(text)) {
    return false;
  }
  throw conversionProblem(
    field,
    "'' cannot parse value as 'bool': strconv.ParseBool: invalid syntax",
  );
}

/** A string field; undefined when absent. */
export function textField(data: FieldData, field: string): string | undefined {
  const value = data[field];
  if (value === undefined || value === null) {
    return undefined;
  }
  // Go's decoder writes booleans as digits.
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string' || typeof value === 'number') {
    return String(value);
  }
  throw conversionProblem(field, unconvertible('string', value));
}

function listItem(field: string, item: unknown, index: number): string {
  if (typeof item !== 'object' || item === null) {
    return textField({ item }, 'item') ?? '';
  }
  throw conversionProblem(
    field,
    `decoding failed due to the following error(s):\n\n${unconvertible(
      'string',
      item,
      `[${index}]`,
    )}`,
  );
}

function commaText(field: string, value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  throw conversionProblem(
    field,
    `1 error(s) decoding:\n\n* ${unconvertible(
      'string',
      value,
      '[0]',
    )}, value: '${goMap(value)}'`,
  );
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
    ? value.map((item, index) => listItem(field, item, index))
    : commaText(field, value).split(',');
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
    return value.map((item, index) => listItem(field, item, index));
  }
  return value === '' ? [] : [listItem(field, value, 0)];
}

/** A field that is an object and nothing else; undefined when absent. */
export function objectField(
  data: FieldData,
  field: string,
): Record<string, unknown> | undefined {
  const value = data[field];
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value === 'object' && !Array.isArray(value)) {
    return { ...value };
  }
  throw conversionProblem(
    field,
    unconvertible('map[string]interface {}', value),
  );
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
