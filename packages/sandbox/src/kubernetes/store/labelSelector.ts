import { badRequest } from '../api/status';

/** One condition on the labels. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'in' | 'notin' | 'exists' | 'absent' | 'gt' | 'lt';
  readonly values: readonly string[];
}

type Labels = Readonly<Record<string, string>>;

class Tokens {
  #at = 0;
  readonly #tokens: string[];

  constructor(text: string) {
    this.#tokens = text.match(/!=|==|[=!,()<>]|[^\s=!,()<>]+/g) ?? [];
  }

  peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  next(): string {
    const token = this.peek();
    this.#at += 1;
    return token;
  }
}

function failure(found: string, expected: string): Error {
  return badRequest(
    `unable to parse requirement: found '${found}', expected: ${expected}`,
  );
}

function isIdentifier(token: string): boolean {
  return token !== '' && !/^(!=|==|[=!,()<>])$/.test(token);
}

function readIdentifier(tokens: Tokens): string {
  const token = tokens.next();
  if (!isIdentifier(token)) throw failure(token, 'identifier');
  return token;
}

function readValues(tokens: Tokens): string[] {
  const open = tokens.next();
  if (open !== '(') throw failure(open, "'('");
  const values: string[] = [];
  while (tokens.peek() !== ')') {
    if (tokens.peek() === ',') tokens.next();
    else values.push(readIdentifier(tokens));
  }
  tokens.next();
  return values;
}

function readValue(tokens: Tokens): string[] {
  // `a=` asks for an empty value
  if (['', ','].includes(tokens.peek())) return [''];
  return [readIdentifier(tokens)];
}

const readers: Record<
  string,
  (key: string, tokens: Tokens) => Requirement | undefined
> = {
  '=': (key, tokens) => ({ key, operator: 'in', values: readValue(tokens) }),
  '==': (key, tokens) => ({ key, operator: 'in', values: readValue(tokens) }),
  '!=': (key, tokens) => ({
    key,
    operator: 'notin',
    values: readValue(tokens),
  }),
  '>': (key, tokens) => ({ key, operator: 'gt', values: readValue(tokens) }),
  '<': (key, tokens) => ({ key, operator: 'lt', values: readValue(tokens) }),
  in: (key, tokens) => ({ key, operator: 'in', values: readValues(tokens) }),
  notin: (key, tokens) => ({
    key,
    operator: 'notin',
    values: readValues(tokens),
  }),
};

function readRequirement(tokens: Tokens): Requirement {
  if (tokens.peek() === '!') {
    tokens.next();
    return { key: readIdentifier(tokens), operator: 'absent', values: [] };
  }
  const key = readIdentifier(tokens);
  if (['', ','].includes(tokens.peek()))
    return { key, operator: 'exists', values: [] };
  const operator = tokens.next();
  const requirement = readers[operator]?.(key, tokens);
  if (!requirement)
    throw failure(operator, 'in, notin, =, ==, !=, gt, lt, or end of string');
  return requirement;
}

/** Reads a label selector such as `app in (a,b),!canary`. Throws 400 on a syntax error. */
export function parseLabelSelector(text: string): Requirement[] {
  const tokens = new Tokens(text);
  const requirements: Requirement[] = [];
  while (tokens.peek() !== '') {
    requirements.push(readRequirement(tokens));
    const separator = tokens.next();
    if (separator !== '' && separator !== ',')
      throw failure(separator, "',' or 'end of string'");
  }
  return requirements;
}

const tests: Record<
  Requirement['operator'],
  (value: string | undefined, values: readonly string[]) => boolean
> = {
  in: (value, values) => value !== undefined && values.includes(value),
  notin: (value, values) => value === undefined || !values.includes(value),
  exists: value => value !== undefined,
  absent: value => value === undefined,
  gt: (value, [bound]) => value !== undefined && Number(value) > Number(bound),
  lt: (value, [bound]) => value !== undefined && Number(value) < Number(bound),
};

/** Whether labels fulfil every requirement. */
export function matchesLabels(
  requirements: readonly Requirement[],
  labels: Labels = {},
): boolean {
  return requirements.every(({ key, operator, values }) =>
    tests[operator](
      Object.hasOwn(labels, key) ? labels[key] : undefined,
      values,
    ),
  );
}
