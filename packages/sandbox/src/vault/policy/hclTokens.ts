/** Kinds of tokens, by the names Vault's parser prints. */
export type HclKind =
  | 'EOF'
  | 'IDENT'
  | 'STRING'
  | 'NUMBER'
  | 'BOOL'
  | 'ASSIGN'
  | 'COMMA'
  | 'LBRACE'
  | 'RBRACE'
  | 'LBRACK'
  | 'RBRACK'
  | 'ILLEGAL';

/** One token with its place, for complaints. */
export interface HclToken {
  readonly kind: HclKind;
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

const punctuation: Readonly<Record<string, HclKind>> = {
  '=': 'ASSIGN',
  ',': 'COMMA',
  '{': 'LBRACE',
  '}': 'RBRACE',
  '[': 'LBRACK',
  ']': 'RBRACK',
};

const space = /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;
const patterns: readonly (readonly [RegExp, HclKind])[] = [
  [/"(?:[^"\\\n]|\\.)*"/y, 'STRING'],
  [/<<-?(\w+)\n[^]*?\n\s*\1(?=\n|$)/y, 'STRING'],
  [/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y, 'NUMBER'],
  [/(?:true|false)\b/y, 'BOOL'],
  [/[A-Za-z_][\w.-]*/y, 'IDENT'],
  [/[=,{}[\]]/y, 'ILLEGAL'],
];

function matched(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function placeOf(text: string, at: number) {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function tokenAt(text: string, at: number): HclToken {
  const place = placeOf(text, at);
  for (const [pattern, kind] of patterns) {
    const found = matched(pattern, text, at);
    if (found !== '') {
      return { kind: punctuation[found] ?? kind, text: found, ...place };
    }
  }
  return { kind: 'ILLEGAL', text: text[at], ...place };
}

/** The tokens of a text in HCL 1, the language of policies; the last is EOF. */
export function hclTokens(text: string): readonly HclToken[] {
  const tokens: HclToken[] = [];
  let at = matched(space, text, 0).length;
  while (at < text.length) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at += token.text.length;
    at += matched(space, text, at).length;
  }
  const { line, column } = placeOf(text, text.length);
  // Vault's scanner counts the end itself as one more character.
  tokens.push({ kind: 'EOF', text: '', line, column: column + 1 });
  return tokens;
}
