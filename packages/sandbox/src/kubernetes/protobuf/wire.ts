import { badRequest } from '../api/status';

/** One field as it is on the wire: a number, or bytes. */
export interface WireField {
  readonly number: number;
  readonly value: number | Buffer;
}

function malformed(): Error {
  return badRequest('the protobuf body is malformed');
}

class Reader {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  get isDone(): boolean {
    return this.#at >= this.bytes.length;
  }

  // Eight bytes suffice: the numbers of the API fit into a double.
  varint(): number {
    let result = 0;
    for (let shift = 0; shift < 10; shift += 1) {
      const byte = this.bytes[this.#at];
      if (byte === undefined) throw malformed();
      this.#at += 1;
      result += (byte & 0x7f) * 2 ** (7 * shift);
      if (byte < 0x80) return result;
    }
    throw malformed();
  }

  take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.bytes.length) throw malformed();
    const part = this.bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }
}

/** The fields of a message in the order they were written. Throws 400 for bytes that are none. */
export function readFields(bytes: Buffer): WireField[] {
  const reader = new Reader(bytes);
  const fields: WireField[] = [];
  while (!reader.isDone) {
    const tag = reader.varint();
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (wireType === 0) fields.push({ number, value: reader.varint() });
    else if (wireType === 2)
      fields.push({ number, value: reader.take(reader.varint()) });
    else throw malformed();
  }
  return fields;
}
