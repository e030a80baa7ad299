/** Reads JSON as Go's decoder does, so that what is wrong with a body is said in its words. */
class GoJsonReader {
  private at = 0;

  constructor(private readonly text: string) {}

  /** Where the first value ends, once it was read. */
  get end(): number {
    return this.at;
  }

  /** The complaint about the first value of the text; undefined when it is sound. */
  complaint(): string | undefined {
    try {
      this.value();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  private value(): void {
    const char = this.peek();
    if (char === '{') this.members('}', () => this.member());
    else if (char === '[') this.members(']', () => this.value());
    else if (char === '"') this.string();
    else if (char === '-' || isDigit(char)) this.number();
    else if (char === 't') this.word('true');
    else if (char === 'f') this.word('false');
    else if (char === 'n') this.word('null');
    else throw invalid(char, 'looking for beginning of value');
  }

  private members(end: '}' | ']', each: () => void): void {
    this.at += 1;
    if (this.peek() === end) {
      this.at += 1;
      return;
    }
    for (;;) {
      each();
      const next = this.peek();
      this.at += 1;
      if (next === end) return;
      if (next !== ',') {
        const where = end === '}' ? 'object key:value pair' : 'array element';
        throw invalid(next, `after ${where}`);
      }
    }
  }

  private member(): void {
    const start = this.peek();
    if (start !== '"') {
      throw invalid(start, 'looking for beginning of object key string');
    }
    this.string();
    const colon = this.peek();
    if (colon !== ':') throw invalid(colon, 'after object key');
    this.at += 1;
    this.value();
  }

  private string(): void {
    this.at += 1;
    for (let char = this.next(); char !== '"'; char = this.next()) {
      if (char < ' ') throw invalid(char, 'in string');
      if (char === '\\') this.escape();
    }
  }

  private escape(): void {
    const char = this.next();
    if (char === 'u') {
      for (let digit = 0; digit < 4; digit += 1) {
        const hex = this.next();
        if (!/[0-9a-fA-F]/.test(hex)) {
          throw invalid(hex, 'in \\u hexadecimal character escape');
        }
      }
    } else if (!'bfnrt\\/"'.includes(char)) {
      throw invalid(char, 'in string escape code');
    }
  }

  private number(): void {
    const match = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    match.lastIndex = this.at;
    if (!match.test(this.text)) {
      this.at += 1;
      throw invalid(this.next(), 'in numeric literal');
    }
    this.at = match.lastIndex;
  }

  private word(word: string): void {
    this.at += 1;
    for (const letter of word.slice(1)) {
      const char = this.next();
      if (char !== letter) {
        throw invalid(char, `in literal ${word} (expecting '${letter}')`);
      }
    }
  }

  /** The next character that is no space, not taken. */
  private peek(): string {
    while (' \t\r\n'.includes(this.text[this.at] ?? '-')) this.at += 1;
    if (this.at >= this.text.length) throw new Error('unexpected EOF');
    return this.text[this.at];
  }

  private next(): string {
    if (this.at >= this.text.length) throw new Error('unexpected EOF');
    this.at += 1;
    return this.text[this.at - 1];
  }
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

function invalid(char: string, where: string): Error {
  const shown =
    char < ' '
      ? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`
      : char.replace("'", "\\'");
  return new Error(`invalid character '${shown}' ${where}`);
}

/** The first JSON value of a text, what follows it left out as Go's decoder does; throws in that decoder's words. */
export function firstJsonValue(text: string): unknown {
  const reader = new GoJsonReader(text);
  const complaint = reader.complaint();
  if (complaint !== undefined) throw new Error(complaint);
  return JSON.parse(text.slice(0, reader.end));
}
