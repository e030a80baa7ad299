import type { PolicyRule } from './VaultApi';

/**
 * Reads the text of an ACL policy: HCL 1 as Vault takes it, or JSON. HCL 2
 * parsers reject texts that Vault accepts. What this cannot read it rejects as
 * a whole: half a policy would answer "is it granted?" wrongly.
 */
type Value = string | number | boolean | Value[] | Entry[];

interface Entry {
  readonly key: string;
  readonly label?: string;
  readonly value: Value;
}

/** Vault's own limit is far above what any policy needs. */
const MAX_LENGTH = 256 * 1024;
const MAX_DEPTH = 6;

const legacy: Readonly<Record<string, readonly string[]>> = {
  deny: ['deny'],
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'sudo'],
};

const limits: ReadonlySet<string> = new Set([
  'allowed_parameters',
  'denied_parameters',
  'required_parameters',
  'min_wrapping_ttl',
  'max_wrapping_ttl',
  'mfa_methods',
  'control_group',
]);

/** The text is not a policy we can read. */
export class PolicyTextError extends Error {
  constructor(offset: number) {
    super(`Cannot read the policy text at offset ${offset}`);
    this.name = 'PolicyTextError';
  }
}

const skipped = /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/|,)*/y;
const token =
  /([A-Za-z_][\w.-]*)|"((?:[^"\\\n]|\\.)*)"|(-?\d+(?:\.\d+)?)|([{}[\]=:])/y;
const heredoc = /<<-?([A-Za-z_]\w*)\n([^]*?)\n[ \t]*\1(?=\n|$)/y;

interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'mark' | 'end';
  readonly text: string;
}

class Reader {
  private offset = 0;
  private ahead: Token;

  constructor(private readonly text: string) {
    this.ahead = this.scan();
  }

  /** A sequence of `key value`, `key = value` and `key "label" value` up to a closing mark. */
  entries(close: '}' | 'end', depth = 0): Entry[] {
    if (depth > MAX_DEPTH) throw new PolicyTextError(this.offset);
    const found: Entry[] = [];
    while (!this.closes(close)) found.push(this.entry(depth));
    return found;
  }

  private entry(depth: number): Entry {
    const key = this.take();
    if (key.kind !== 'word' && key.kind !== 'string') this.fail();
    const label = this.ahead.kind === 'string' ? this.take().text : undefined;
    if (this.is('=') || this.is(':')) this.take();
    return { key: key.text, label, value: this.value(depth) };
  }

  private value(depth: number): Value {
    if (depth > MAX_DEPTH) this.fail();
    const { kind, text } = this.take();
    if (kind === 'string') return text;
    if (kind === 'number') return Number(text);
    if (text === 'true' || text === 'false') return text === 'true';
    if (text === '{') return this.entries('}', depth + 1);
    if (text !== '[') this.fail();
    const items: Value[] = [];
    while (!this.closes(']')) items.push(this.value(depth + 1));
    return items;
  }

  private closes(close: '}' | ']' | 'end'): boolean {
    const closed = close === 'end' ? this.ahead.kind === 'end' : this.is(close);
    if (closed && close !== 'end') this.take();
    return closed;
  }

  private is(mark: string): boolean {
    return this.ahead.kind === 'mark' && this.ahead.text === mark;
  }

  private take(): Token {
    const taken = this.ahead;
    if (taken.kind === 'end') this.fail();
    this.ahead = this.scan();
    return taken;
  }

  private scan(): Token {
    this.match(skipped);
    if (this.offset >= this.text.length) return { kind: 'end', text: '' };
    const here = this.match(heredoc);
    if (here) return { kind: 'string', text: here[2] };
    const found = this.match(token) ?? this.fail();
    const [, word, string, number, mark] = found;
    if (word !== undefined) return { kind: 'word', text: word };
    if (string !== undefined)
      return { kind: 'string', text: this.unescape(string) };
    if (number !== undefined) return { kind: 'number', text: number };
    return { kind: 'mark', text: mark };
  }

  private unescape(raw: string): string {
    return raw.replace(/\\(.)/g, (_, escaped: string) => {
      const meant = { n: '\n', t: '\t', '"': '"', '\\': '\\' }[escaped];
      return meant ?? this.fail();
    });
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.text);
    if (found) this.offset = pattern.lastIndex;
    return found ?? undefined;
  }

  private fail(): never {
    throw new PolicyTextError(this.offset);
  }
}

function isEntry(value: Value | Entry): value is Entry {
  return typeof value === 'object' && 'key' in value;
}

/** An object's entries, or those of all objects of a list. */
function asEntries(value: Value): Entry[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap(item => (isEntry(item) ? [item] : asEntries(item)));
}

function asStrings(value: Value): string[] {
  if (!Array.isArray(value)) return [];
  return value.filter(item => typeof item === 'string');
}

function capabilitiesOf(body: readonly Entry[]): readonly string[] {
  const found = new Set<string>();
  for (const { key, value } of body) {
    if (key === 'capabilities')
      asStrings(value).forEach(name => found.add(name));
    if (key === 'policy' && typeof value === 'string') {
      legacy[value]?.forEach(name => found.add(name));
    }
  }
  return found.has('deny') ? ['deny'] : [...found];
}

function toRule(path: string, value: Value): PolicyRule {
  const body = asEntries(value);
  const capabilities = capabilitiesOf(body);
  return {
    path: path.replace(/^\//, ''),
    capabilities,
    // Vault skips the limits of a block that denies.
    limitsParameters:
      !capabilities.includes('deny') && body.some(({ key }) => limits.has(key)),
  };
}

/** The `path` blocks of a policy, in their order. Throws `PolicyTextError`. */
export function readPolicyText(text: string): PolicyRule[] {
  if (text.length > MAX_LENGTH) throw new PolicyTextError(MAX_LENGTH);
  const trimmed = text.trim();
  const inner = trimmed.startsWith('{') ? trimmed.slice(1, -1) : trimmed;
  if (trimmed.startsWith('{') && !trimmed.endsWith('}')) {
    throw new PolicyTextError(trimmed.length);
  }
  return new Reader(inner).entries('end').flatMap(({ key, label, value }) => {
    if (key !== 'path') return [];
    if (label !== undefined) return [toRule(label, value)];
    // JSON: {"path": {"a/b": {...}}}, also as a list of such objects.
    return asEntries(value).map(entry => toRule(entry.key, entry.value));
  });
}
