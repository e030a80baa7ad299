const headEnd = Buffer.from('\r\n\r\n');
const lineEnd = Buffer.from('\r\n');
const listVerb = Buffer.from('LIST ');
const linkVerb = Buffer.from('LINK ');
/** Beyond this the HTTP parser refuses the head anyway. */
const longestHead = 65_536;

type State =
  | { at: 'head' }
  | { at: 'body'; left: number }
  | { at: 'chunkSize' }
  | { at: 'trailers' }
  | { at: 'opaque' };

/**
 * Follows HTTP/1.1 requests on one connection and turns the verb `LIST`,
 * which Node's parser does not know, into `LINK`, which it does and Vault does
 * not use. Only first bytes of a request are touched, also when requests are
 * pipelined or a verb arrives in pieces.
 */
export class ListVerbFramer {
  private state: State = { at: 'head' };
  private pending = Buffer.alloc(0);

  /** The bytes to hand on for these bytes received. */
  push(chunk: Buffer): Buffer {
    this.pending = Buffer.concat([this.pending, chunk]);
    const out: Buffer[] = [];
    for (let step = this.step(); step; step = this.step()) out.push(step);
    return Buffer.concat(out);
  }

  /** The next complete piece, or undefined when more bytes are needed. */
  private step(): Buffer | undefined {
    if (this.pending.length === 0) return undefined;
    switch (this.state.at) {
      case 'head':
        return this.head();
      case 'body':
        return this.body(this.state.left);
      case 'chunkSize':
        return this.chunkSize();
      case 'trailers':
        return this.trailers();
      default:
        return this.take(this.pending.length);
    }
  }

  private take(length: number): Buffer {
    const taken = this.pending.subarray(0, length);
    this.pending = this.pending.subarray(length);
    return taken;
  }

  private head(): Buffer | undefined {
    const end = this.pending.indexOf(headEnd);
    if (end < 0) {
      if (this.pending.length < longestHead) return undefined;
      this.state = { at: 'opaque' };
      return this.take(this.pending.length);
    }
    const head = this.take(end + headEnd.length);
    this.state = bodyAfter(head.toString('latin1'));
    if (!head.subarray(0, listVerb.length).equals(listVerb)) return head;
    return Buffer.concat([linkVerb, head.subarray(listVerb.length)]);
  }

  private body(left: number): Buffer {
    const taken = this.take(Math.min(left, this.pending.length));
    const rest = left - taken.length;
    this.state = rest > 0 ? { at: 'body', left: rest } : this.afterBody();
    return taken;
  }

  private inChunks = false;

  private afterBody(): State {
    return this.inChunks ? { at: 'chunkSize' } : { at: 'head' };
  }

  private chunkSize(): Buffer | undefined {
    const end = this.pending.indexOf(lineEnd);
    if (end < 0) return undefined;
    const line = this.take(end + lineEnd.length);
    const size = Number.parseInt(line.toString('latin1'), 16);
    this.inChunks = size > 0;
    this.state =
      size > 0
        ? { at: 'body', left: size + lineEnd.length }
        : { at: 'trailers' };
    return line;
  }

  private trailers(): Buffer | undefined {
    const end = this.pending.indexOf(lineEnd);
    if (end < 0) return undefined;
    if (end === 0) this.state = { at: 'head' };
    return this.take(end + lineEnd.length);
  }
}

function bodyAfter(head: string): State {
  if (/^transfer-encoding:.*chunked/im.test(head)) return { at: 'chunkSize' };
  if (/^upgrade:/im.test(head)) return { at: 'opaque' };
  const length = Number(/^content-length:\s*(\d+)/im.exec(head)?.[1] ?? 0);
  return length > 0 ? { at: 'body', left: length } : { at: 'head' };
}
