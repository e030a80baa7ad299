import { createHash, randomUUID } from 'node:crypto';
import { randomText } from '../randomText';

/** What a user name may be made of. */
export interface UsernameFields {
  readonly DisplayName: string;
  readonly RoleName: string;
}

type Value = string | number;
type TemplateFunction = (...input: Value[]) => Value;

function positive(name: string, value: Value): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number <= 0) {
    throw new Error(`${name}: length must be greater than 0`);
  }
  return number;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function truncateWithHash(limit: Value, text: Value): string {
  const length = positive('truncate_sha256', limit);
  const whole = String(text);
  if (length <= 8) {
    throw new Error('truncate_sha256: length must be greater than 8');
  }
  return whole.length <= length
    ? whole
    : whole.slice(0, length - 8) + sha256(whole.slice(length - 8)).slice(0, 8);
}

function printf(format: Value, ...values: Value[]): string {
  let next = 0;
  return String(format).replace(/%([sdv%])/g, (_, verb: string) => {
    if (verb === '%') {
      return '%';
    }
    const value = values[next];
    next += 1;
    return value === undefined ? `%!${verb}(MISSING)` : String(value);
  });
}

const functions: Record<string, TemplateFunction> = {
  printf,
  random: length => randomText(positive('random', length)),
  truncate: (length, text) =>
    String(text).slice(0, positive('truncate', length)),
  truncate_sha256: truncateWithHash,
  uppercase: text => String(text).toUpperCase(),
  lowercase: text => String(text).toLowerCase(),
  replace: (find, by, text) =>
    String(text).split(String(find)).join(String(by)),
  sha256: text => sha256(String(text)),
  base64: text => Buffer.from(String(text)).toString('base64'),
  unix_time: () => Math.floor(Date.now() / 1000),
  unix_time_millis: () => Date.now(),
  uuid: () => randomUUID(),
};

interface Cursor {
  readonly tokens: readonly string[];
  at: number;
  readonly fields: UsernameFields;
}

const tokenPattern = /\s+|"(?:[^"\\]|\\.)*"|`[^`]*`|\d+|\.\w+|\w+|[()|]/y;

function tokenize(expression: string): string[] {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < expression.length) {
    const start = tokenPattern.lastIndex;
    const match = tokenPattern.exec(expression);
    if (!match) {
      throw new Error(`unexpected text at "${expression.slice(start)}"`);
    }
    if (match[0].trim() !== '') {
      tokens.push(match[0]);
    }
  }
  return tokens;
}

function fieldValue(name: string, fields: UsernameFields): string {
  if (name === 'DisplayName' || name === 'RoleName') {
    return fields[name];
  }
  throw new Error(`can't evaluate field ${name}`);
}

function operand(cursor: Cursor): Value {
  const token = cursor.tokens[cursor.at];
  cursor.at += 1;
  if (token === '(') {
    const value = pipeline(cursor);
    if (cursor.tokens[cursor.at] !== ')') {
      throw new Error('missing ")"');
    }
    cursor.at += 1;
    return value;
  }
  if (token.startsWith('"')) {
    return String(JSON.parse(token));
  }
  if (token.startsWith('`')) {
    return token.slice(1, -1);
  }
  if (token.startsWith('.')) {
    return fieldValue(token.slice(1), cursor.fields);
  }
  return /^\d+$/.test(token) ? Number(token) : call(token, []);
}

function call(name: string, input: Value[]): Value {
  const implementation = Object.hasOwn(functions, name)
    ? functions[name]
    : undefined;
  if (!implementation) {
    throw new Error(`function "${name}" not defined`);
  }
  return implementation(...input);
}

/** One command: a function with its operands, the piped value last, or a lone operand. */
function command(cursor: Cursor, piped?: Value): Value {
  const first = cursor.tokens[cursor.at];
  if (first === undefined) {
    throw new Error('missing value for command');
  }
  const isFunction = /^[A-Za-z_]/.test(first);
  if (!isFunction) {
    return operand(cursor);
  }
  cursor.at += 1;
  const input: Value[] = [];
  while (
    cursor.at < cursor.tokens.length &&
    !['|', ')'].includes(cursor.tokens[cursor.at])
  ) {
    input.push(operand(cursor));
  }
  return call(first, piped === undefined ? input : [...input, piped]);
}

function pipeline(cursor: Cursor): Value {
  let value = command(cursor);
  while (cursor.tokens[cursor.at] === '|') {
    cursor.at += 1;
    value = command(cursor, value);
  }
  return value;
}

function evaluate(expression: string, fields: UsernameFields): string {
  const cursor: Cursor = { tokens: tokenize(expression), at: 0, fields };
  const value = pipeline(cursor);
  if (cursor.at < cursor.tokens.length) {
    throw new Error(`unexpected "${cursor.tokens[cursor.at]}"`);
  }
  return String(value);
}

/** Renders a `username_template`: Go template actions over DisplayName and RoleName. */
export function renderUsername(
  template: string,
  fields: UsernameFields,
): string {
  let rendered: string;
  try {
    rendered = template
      .replace(/\s+\{\{-/g, '{{')
      .replace(/-\}\}\s+/g, '}}')
      .replace(/\{\{(.*?)\}\}/gs, (_, expression: string) =>
        evaluate(expression.trim(), fields),
      );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`unable to generate username: ${reason}`, { cause });
  }
  if (rendered === '') {
    throw new Error(
      'unable to generate username: the template renders nothing',
    );
  }
  return rendered;
}
