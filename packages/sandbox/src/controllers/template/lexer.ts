import { TemplateError } from './TemplateError';

/** A piece of a template: literal text, or the inside of an action. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly tokens: readonly Token[] };

/** A token of an action. */
export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'field' | 'variable' | 'symbol';
  readonly text: string;
}

/** What encloses an action; `{{` and `}}` unless the annotations say otherwise. */
export interface Delimiters {
  readonly left: string;
  readonly right: string;
}

const patterns: readonly [Token['kind'] | 'space', RegExp][] = [
  ['space', /^\s+/],
  ['string', /^"(?:[^"\\\n]|\\.)*"/],
  ['string', /^`[^`]*`/],
  ['number', /^-?\d+(?:\.\d+)?/],
  ['field', /^(?:\.[A-Za-z_]\w*)+/],
  ['variable', /^\$\w*(?:\.[A-Za-z_]\w*)*/],
  ['word', /^[A-Za-z_]\w*/],
  ['symbol', /^(?::=|[|().,=])/],
];

function unquote(text: string): string {
  if (text.startsWith('`')) return text.slice(1, -1);
  const simple: Record<string, string> = { n: '\n', t: '\t', r: '\r' };
  return text
    .slice(1, -1)
    .replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)/g, (_, escape: string) =>
      escape.length > 1
        ? String.fromCharCode(Number.parseInt(escape.slice(1), 16))
        : simple[escape] ?? escape,
    );
}

function firstToken(source: string) {
  for (const [kind, pattern] of patterns) {
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) return { kind, text };
  }
  throw new TemplateError(`unexpected "${source[0]}" in command`);
}

/** Splits the inside of an action. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let rest = source;
  while (rest !== '') {
    const { kind, text } = firstToken(rest);
    rest = rest.slice(text.length);
    if (kind !== 'space')
      tokens.push({ kind, text: kind === 'string' ? unquote(text) : text });
  }
  return tokens;
}

/** Where the action that starts the text ends, minding delimiters inside strings. */
function actionEnd(text: string, right: string): number {
  let quote = '';
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (quote !== '') {
      if (char === '\\' && quote === '"') i += 1;
      else if (char === quote) quote = '';
    } else if (text.startsWith(right, i)) return i;
    else if (char === '"' || char === '`') quote = char;
  }
  throw new TemplateError('unclosed action');
}

interface Cut {
  readonly inside: string;
  readonly rest: string;
}

function cutAction(afterLeft: string, right: string): Cut {
  const comment = /^-?\s*\/\*[\s\S]*?\*\//.exec(afterLeft)?.[0] ?? '';
  const end =
    comment.length + actionEnd(afterLeft.slice(comment.length), right);
  return {
    inside:
      (comment.startsWith('-') ? '- ' : '') +
      afterLeft.slice(comment.length, end),
    rest: afterLeft.slice(end + right.length),
  };
}

/** Splits a template into text and actions; `{{-` and `-}}` eat the white space beside them. */
export function splitTemplate(
  source: string,
  { left, right }: Delimiters,
): Piece[] {
  const pieces: Piece[] = [];
  let rest = source;
  for (;;) {
    const start = rest.indexOf(left);
    if (start < 0) break;
    const { inside, rest: after } = cutAction(
      rest.slice(start + left.length),
      right,
    );
    const trimBefore = /^-\s/.test(inside);
    const trimAfter = /\s-$/.test(inside);
    const text = rest.slice(0, start);
    pieces.push({ kind: 'text', text: trimBefore ? text.trimEnd() : text });
    const body = inside.replace(/^-\s/, '').replace(/\s-$/, '');
    if (body.trim() !== '')
      pieces.push({ kind: 'action', tokens: tokenize(body) });
    rest = trimAfter ? after.trimStart() : after;
  }
  pieces.push({ kind: 'text', text: rest });
  return pieces.filter(piece => piece.kind === 'action' || piece.text !== '');
}
