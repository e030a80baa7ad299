import { TemplateError } from './TemplateError';

/** What a template handles: what JSON knows. */
export type Value = unknown;

/** A function of the template language. */
export type TemplateFunction = (...args: Value[]) => Value;

/** Whether Go's templates count a value as set. */
export function isTruthy(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null)
    return Object.keys(value).length > 0;
  return Boolean(value);
}

/** A value as `{{ . }}` prints it. */
export function printValue(value: Value): string {
  if (value === undefined || value === null) return '<no value>';
  if (Array.isArray(value)) return `[${value.map(printValue).join(' ')}]`;
  if (typeof value === 'object')
    return `map[${Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${key}:${printValue(item)}`)
      .join(' ')}]`;
  return String(value);
}

function text(value: Value): string {
  if (typeof value !== 'string')
    throw new TemplateError('invalid value; expected string');
  return value;
}

function sortedJson(value: Value, indent?: number): string {
  return JSON.stringify(
    value ?? null,
    (_, item: unknown) =>
      typeof item === 'object' && item !== null && !Array.isArray(item)
        ? Object.fromEntries(
            Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)),
          )
        : item,
    indent,
  );
}

function escapeHtml(json: string): string {
  return json.replace(
    /[<>&]/g,
    char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function queryEscape(value: Value): string {
  return encodeURIComponent(printValue(value))
    .replace(/%20/g, '+')
    .replace(
      /[!'()*]/g,
      char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    );
}

function printf(format: Value, ...args: Value[]): string {
  let next = 0;
  return text(format).replace(/%[svqd%]/g, verb => {
    if (verb === '%%') return '%';
    if (next >= args.length) return `%!${verb[1]}(MISSING)`;
    const printed = printValue(args[next]);
    next += 1;
    return verb === '%q' ? JSON.stringify(printed) : printed;
  });
}

function indexInto(value: Value, ...keys: Value[]): Value {
  let current = value;
  for (const key of keys) {
    const entries = new Map(Object.entries(Object(current)));
    current = entries.get(printValue(key));
  }
  return current;
}

function lengthOf(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'object' && value !== null)
    return Object.keys(value).length;
  throw new TemplateError(`len of type ${typeof value}`);
}

/** Go's regular expressions and ours agree on what these templates use; `$1` means the same in both. */
function regexReplaceAll(pattern: Value, by: Value, input: Value): string {
  return text(input).replace(new RegExp(text(pattern), 'g'), text(by));
}

const strings: Record<string, TemplateFunction> = {
  replaceAll: (from, to, input) => text(input).split(text(from)).join(text(to)),
  regexReplaceAll: (pattern, by, input) => regexReplaceAll(pattern, by, input),
  trimSpace: input => text(input).trim(),
  toLower: input => text(input).toLowerCase(),
  toUpper: input => text(input).toUpperCase(),
  split: (separator, input) => text(input).split(text(separator)),
  join: (separator, list) =>
    Array.isArray(list) ? list.map(printValue).join(text(separator)) : '',
  indent: (count, input) =>
    text(input).replace(/^(?=.)/gm, ' '.repeat(Number(count))),
  contains: (needle, list) => Array.isArray(list) && list.includes(needle),
  urlquery: queryEscape,
  base64Encode: input => Buffer.from(text(input)).toString('base64'),
  base64Decode: input => Buffer.from(text(input), 'base64').toString('utf8'),
};

const encoders: Record<string, TemplateFunction> = {
  toJSON: value => escapeHtml(sortedJson(value)),
  toUnescapedJSON: value => sortedJson(value),
  toJSONPretty: value => escapeHtml(sortedJson(value, 2)),
  toUnescapedJSONPretty: value => sortedJson(value, 2),
};

const builtins: Record<string, TemplateFunction> = {
  printf,
  print: (...args) => args.map(printValue).join(''),
  println: (...args) => `${args.map(printValue).join(' ')}\n`,
  len: lengthOf,
  index: indexInto,
  eq: (first, ...others) => others.some(other => other === first),
  ne: (a, b) => a !== b,
  lt: (a, b) => Number(a) < Number(b),
  gt: (a, b) => Number(a) > Number(b),
  not: value => !isTruthy(value),
  and: (...args) => args.find(arg => !isTruthy(arg)) ?? args.at(-1),
  or: (...args) => args.find(isTruthy) ?? args.at(-1),
  timestamp: () => new Date().toISOString(),
};

/** The functions that need nothing but their arguments. `secret` is added by the renderer. */
export const functions: ReadonlyMap<string, TemplateFunction> = new Map(
  Object.entries({ ...strings, ...encoders, ...builtins }),
);
