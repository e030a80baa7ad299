import { HclKind, hclTokens, HclToken } from './hclTokens';

/** A value in HCL 1. */
export type HclValue = HclLiteral | HclList | HclObject;

/** A text, number or truth, and where it stands. */
export interface HclLiteral {
  readonly kind: 'literal';
  readonly value: string | number | boolean;
  readonly place: string;
}

/** A list in brackets. */
export interface HclList {
  readonly kind: 'list';
  readonly values: readonly HclValue[];
}

/** What stands between braces, or in the whole text. */
export interface HclObject {
  readonly kind: 'object';
  readonly items: readonly HclItem[];
}

/** `key = value`, or `key "label" { … }` with all its keys. */
export interface HclItem {
  readonly keys: readonly string[];
  readonly value: HclValue;
  /** Line of the `=`; 0 for a block. */
  readonly line: number;
}

const literalKinds: readonly HclKind[] = ['STRING', 'NUMBER', 'BOOL'];

function complaint({ line, column }: HclToken, text: string): Error {
  return new Error(`At ${line}:${column}: ${text}`);
}

function unquoted(text: string): string {
  const heredoc = /^<<-?(\w+)\n([^]*)\n\s*\1$/.exec(text);
  if (heredoc) return `${heredoc[2]}\n`;
  if (!text.startsWith('"')) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

class HclParser {
  private at = 0;

  constructor(private readonly tokens: readonly HclToken[]) {}

  /** The items up to a closing brace, or to the end of the text. */
  items(nested: boolean): HclItem[] {
    const items: HclItem[] = [];
    for (;;) {
      const { kind } = this.peek();
      if (kind === 'EOF' || (nested && kind === 'RBRACE')) return items;
      items.push(this.item());
      if (this.peek().kind === 'COMMA') this.at += 1;
    }
  }

  private item(): HclItem {
    const keys: string[] = [];
    for (;;) {
      const token = this.next();
      if (token.kind === 'IDENT' || token.kind === 'STRING') {
        keys.push(unquoted(token.text));
      } else if (token.kind === 'ASSIGN') {
        return this.assigned(keys, token);
      } else if (token.kind === 'LBRACE' && keys.length > 0) {
        return { keys, value: this.object(), line: 0 };
      } else {
        throw HclParser.strangeKey(keys, token);
      }
    }
  }

  private static strangeKey(keys: readonly string[], token: HclToken): Error {
    if (token.kind === 'EOF') {
      return complaint(
        token,
        `key '${keys.join(
          ' ',
        )}' expected start of object ('{') or assignment ('=')`,
      );
    }
    const wanted =
      token.kind === 'LBRACE'
        ? 'IDENT | STRING'
        : 'IDENT | STRING | ASSIGN | LBRACE';
    return complaint(token, `expected: ${wanted} got: ${token.kind}`);
  }

  private assigned(keys: readonly string[], token: HclToken): HclItem {
    if (keys.length > 1) {
      throw complaint(token, 'nested object expected: LBRACE got: ASSIGN');
    }
    if (keys.length === 0) {
      throw complaint(token, 'expected to find at least one object key');
    }
    return { keys, value: this.value(), line: token.line };
  }

  private value(): HclValue {
    const token = this.next();
    if (token.kind === 'LBRACE') return this.object();
    if (token.kind === 'LBRACK') return this.list();
    if (literalKinds.includes(token.kind)) return HclParser.literal(token);
    if (token.kind === 'EOF') throw complaint(token, 'EOF token found');
    const { line, column, kind, text } = token;
    throw complaint(token, `Unknown token: ${line}:${column} ${kind} ${text}`);
  }

  private static literal(token: HclToken): HclLiteral {
    const place = `${token.line}:${token.column}`;
    if (token.kind === 'NUMBER') {
      return { kind: 'literal', value: Number(token.text), place };
    }
    const value =
      token.kind === 'BOOL' ? token.text === 'true' : unquoted(token.text);
    return { kind: 'literal', value, place };
  }

  private object(): HclObject {
    const items = this.items(true);
    const end = this.next();
    if (end.kind === 'RBRACE') return { kind: 'object', items };
    throw complaint(end, `object expected closing RBRACE got: ${end.kind}`);
  }

  private list(): HclList {
    const values: HclValue[] = [];
    let needsComma = false;
    for (;;) {
      const token = this.next();
      if (token.kind === 'RBRACK') return { kind: 'list', values };
      if (needsComma && token.kind !== 'COMMA') {
        throw complaint(
          token,
          `error parsing list, expected comma or list end, got: ${token.kind}`,
        );
      }
      needsComma = token.kind !== 'COMMA';
      if (needsComma) values.push(this.listed(token));
    }
  }

  private listed(token: HclToken): HclValue {
    if (literalKinds.includes(token.kind)) return HclParser.literal(token);
    if (token.kind === 'LBRACE') return this.object();
    if (token.kind === 'LBRACK') return this.list();
    throw complaint(
      token,
      `unexpected token while parsing list: ${token.kind}`,
    );
  }

  private peek(): HclToken {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)];
  }

  private next(): HclToken {
    const token = this.peek();
    this.at += 1;
    return token;
  }
}

/** Reads a text in HCL 1 with the complaints of Vault's own parser. */
export function parseHcl(text: string): HclObject {
  return { kind: 'object', items: new HclParser(hclTokens(text)).items(false) };
}

/** The value as JSON has it; a key that is given twice has its last value. */
export function plainHcl(value: HclValue): unknown {
  if (value.kind === 'literal') return value.value;
  if (value.kind === 'list') return value.values.map(plainHcl);
  return Object.fromEntries(
    value.items.map(item => [item.keys[0], plainHcl(item.value)]),
  );
}
