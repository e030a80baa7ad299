import {
  splitTemplate,
  type Delimiters,
  type Piece,
  type Token,
} from './lexer';
import { TemplateError } from './TemplateError';

/** An operand or a call. */
export type Expression =
  | {
      readonly kind: 'literal';
      readonly value: string | number | boolean | null;
    }
  | { readonly kind: 'dot' }
  | {
      readonly kind: 'path';
      readonly root: 'dot' | 'variable' | Expression;
      readonly variable: string;
      readonly names: readonly string[];
    }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly args: Expression[];
    };

/** A part of a parsed template. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly value: Expression }
  | {
      readonly kind: 'assign';
      readonly names: string[];
      readonly value: Expression;
    }
  | {
      readonly kind: 'if' | 'with' | 'range';
      readonly variables: string[];
      readonly value: Expression;
      readonly body: Node[];
      readonly otherwise: Node[];
    };

const BLOCKS = ['if', 'with', 'range'] as const;
const REFUSED = ['define', 'template', 'block', 'break', 'continue'];

class TokenStream {
  private position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  peek(offset = 0): Token | undefined {
    return this.tokens[this.position + offset];
  }

  next(): Token {
    const token = this.tokens[this.position];
    if (!token) throw new TemplateError('missing value for command');
    this.position += 1;
    return token;
  }

  takes(text: string): boolean {
    const token = this.peek();
    if (token?.kind !== 'symbol' || token.text !== text) return false;
    this.position += 1;
    return true;
  }
}

function literalWord(text: string): Expression {
  const constants: Record<string, boolean | null> = {
    true: true,
    false: false,
    nil: null,
  };
  if (text in constants) return { kind: 'literal', value: constants[text] };
  return { kind: 'call', name: text, args: [] };
}

function parseOperand(stream: TokenStream): Expression {
  const token = stream.next();
  switch (token.kind) {
    case 'string':
      return { kind: 'literal', value: token.text };
    case 'number':
      return { kind: 'literal', value: Number(token.text) };
    case 'field': {
      const names = token.text.slice(1).split('.');
      return { kind: 'path', root: 'dot', variable: '', names };
    }
    case 'variable': {
      const [variable, ...names] = token.text.split('.');
      return { kind: 'path', root: 'variable', variable, names };
    }
    case 'word':
      return literalWord(token.text);
    default:
      return parseSymbol(token, stream);
  }
}

function parseSymbol(token: Token, stream: TokenStream): Expression {
  if (token.text === '.') return { kind: 'dot' };
  if (token.text !== '(')
    throw new TemplateError(`unexpected "${token.text}" in operand`);
  const inner = parsePipeline(stream);
  if (!stream.takes(')')) throw new TemplateError('unclosed left paren');
  const field = stream.peek();
  if (field?.kind !== 'field') return inner;
  stream.next();
  const names = field.text.slice(1).split('.');
  return { kind: 'path', root: inner, variable: '', names };
}

function endsCommand(token: Token | undefined): boolean {
  return (
    token === undefined ||
    (token.kind === 'symbol' && (token.text === '|' || token.text === ')'))
  );
}

function parseCommand(stream: TokenStream, piped?: Expression): Expression {
  const head = parseOperand(stream);
  const args: Expression[] = [];
  while (!endsCommand(stream.peek())) args.push(parseOperand(stream));
  if (piped !== undefined) args.push(piped);
  if (head.kind === 'call') return { ...head, args };
  if (args.length > 0)
    throw new TemplateError("can't give argument to non-function");
  return head;
}

function parsePipeline(stream: TokenStream): Expression {
  let value = parseCommand(stream);
  while (stream.takes('|')) value = parseCommand(stream, value);
  return value;
}

/** `$x := …`, `$i, $x := …`: the names, leaving the stream at the value. */
function parseVariables(stream: TokenStream): string[] {
  const names: string[] = [];
  const assigned = [1, 3].some(offset =>
    [':=', '='].includes(stream.peek(offset)?.text ?? ''),
  );
  if (stream.peek()?.kind !== 'variable' || !assigned) return names;
  names.push(stream.next().text);
  if (stream.takes(',')) names.push(stream.next().text);
  if (!stream.takes(':=') && !stream.takes('='))
    throw new TemplateError('unexpected token in assignment');
  return names;
}

function finish(stream: TokenStream): void {
  const left = stream.peek();
  if (left) throw new TemplateError(`unexpected "${left.text}" in command`);
}

function isBlock(text: string): text is (typeof BLOCKS)[number] {
  return BLOCKS.some(name => name === text);
}

class Parser {
  private position = 0;

  constructor(private readonly pieces: readonly Piece[]) {}

  parse(): Node[] {
    const nodes = this.body();
    if (this.position < this.pieces.length)
      throw new TemplateError('unexpected {{end}} or {{else}}');
    return nodes;
  }

  /** Nodes up to the `end` or `else` that closes the enclosing block, which is left in place. */
  private body(): Node[] {
    const nodes: Node[] = [];
    for (;;) {
      const piece = this.pieces[this.position];
      if (piece === undefined || closes(piece)) return nodes;
      this.position += 1;
      nodes.push(piece.kind === 'text' ? piece : this.action(piece.tokens));
    }
  }

  private action(tokens: readonly Token[]): Node {
    const [first] = tokens;
    if (first.kind === 'word' && REFUSED.includes(first.text))
      throw new TemplateError(
        `{{${first.text}}} is not supported by the sandbox's agent`,
      );
    if (first.kind === 'word' && isBlock(first.text))
      return this.block(first.text, new TokenStream(tokens.slice(1)));
    const stream = new TokenStream(tokens);
    const names = parseVariables(stream);
    const value = parsePipeline(stream);
    finish(stream);
    return names.length > 0
      ? { kind: 'assign', names, value }
      : { kind: 'print', value };
  }

  private block(kind: (typeof BLOCKS)[number], stream: TokenStream): Node {
    const variables = parseVariables(stream);
    const value = parsePipeline(stream);
    finish(stream);
    const body = this.body();
    return { kind, variables, value, body, otherwise: this.otherwise() };
  }

  private otherwise(): Node[] {
    const piece = this.pieces[this.position];
    if (piece?.kind !== 'action') throw new TemplateError('unexpected EOF');
    this.position += 1;
    const [first, second] = piece.tokens;
    if (first.text === 'end') return [];
    if (second !== undefined && isBlock(second.text))
      return [this.block(second.text, new TokenStream(piece.tokens.slice(2)))];
    const nodes = this.body();
    const end = this.pieces[this.position];
    if (end?.kind !== 'action' || end.tokens[0].text !== 'end')
      throw new TemplateError('unexpected EOF');
    this.position += 1;
    return nodes;
  }
}

function closes(piece: Piece): boolean {
  if (piece.kind === 'text') return false;
  const [first] = piece.tokens;
  return first.kind === 'word' && ['end', 'else'].includes(first.text);
}

/** Parses a template; a construct outside the subset is refused, never skipped. */
export function parseTemplate(
  source: string,
  delimiters: Delimiters = { left: '{{', right: '}}' },
): Node[] {
  return new Parser(splitTemplate(source, delimiters)).parse();
}
