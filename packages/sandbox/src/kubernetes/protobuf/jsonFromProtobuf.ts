import { listOf, objectOf, type JsonObject } from '../api/json';
import { ApiError } from '../api/status';
import { messages, type FieldKind, type Message } from './messages';
import { readFields, type WireField } from './wire';

/** The media type of Kubernetes' protobuf bodies. */
export const protobufType = 'application/vnd.kubernetes.protobuf';

const magic = Buffer.from('k8s\u0000');

function refusal(what: string): ApiError {
  return new ApiError(
    415,
    `this server does not read ${what} as protobuf: send application/json (kubectl apply -f does)`,
    { reason: 'UnsupportedMediaType' },
  );
}

function bytesOf({ value }: WireField): Buffer {
  return typeof value === 'number' ? Buffer.alloc(0) : value;
}

function mapEntry(bytes: Buffer): [string, Buffer] {
  const fields = readFields(bytes);
  const part = (number: number) => {
    const field = fields.find(item => item.number === number);
    return field ? bytesOf(field) : Buffer.alloc(0);
  };
  return [part(1).toString('utf8'), part(2)];
}

// Go writes empty texts and messages too; as JSON they are left out, except in lists.
function assign(target: JsonObject, name: string, value: unknown): void {
  const isEmpty =
    value === '' ||
    (typeof value === 'object' && Object.keys(objectOf(value)).length === 0);
  if (!isEmpty) target[name] = value;
}

function readScalar(field: WireField, kind: FieldKind): unknown {
  if (kind === 'integer') return Number(field.value);
  if (kind === 'boolean') return field.value === 1;
  return bytesOf(field).toString('utf8');
}

function readInto(
  target: JsonObject,
  field: WireField,
  [name, kind]: readonly [string, FieldKind],
): void {
  if (kind === 'ignored') return;
  if (typeof kind === 'object') {
    const value = readMessage(bytesOf(field), kind.message);
    if (kind.repeated) target[name] = [...listOf(target[name]), value];
    else assign(target, name, value);
  } else if (kind === 'texts') {
    const text = bytesOf(field).toString('utf8');
    target[name] = [...listOf(target[name]), text];
  } else if (kind === 'textMap' || kind === 'bytesMap') {
    const [key, value] = mapEntry(bytesOf(field));
    const encoding = kind === 'textMap' ? 'utf8' : 'base64';
    target[name] = {
      ...objectOf(target[name]),
      [key]: value.toString(encoding),
    };
  } else assign(target, name, readScalar(field, kind));
}

function isEmptyField({ value }: WireField): boolean {
  return typeof value === 'number' ? value === 0 : value.length === 0;
}

function readMessage(bytes: Buffer, message: Message): JsonObject {
  const result: JsonObject = {};
  for (const field of readFields(bytes)) {
    const known = message[field.number];
    if (known) readInto(result, field, known);
    else if (!isEmptyField(field))
      throw refusal(`field ${field.number} of this object`);
  }
  return result;
}

/** The JSON text of a protobuf body. Throws 415 for kinds and fields this server does not read that way. */
export function jsonFromProtobuf(body: Buffer): string {
  if (body.length === 0) return '';
  if (!body.subarray(0, magic.length).equals(magic)) throw refusal('this body');
  const envelope = readFields(body.subarray(magic.length));
  const part = (number: number) => {
    const field = envelope.find(item => item.number === number);
    return field ? bytesOf(field) : Buffer.alloc(0);
  };
  const { apiVersion, kind } = readMessage(part(1), {
    1: ['apiVersion', 'text'],
    2: ['kind', 'text'],
  });
  const message = messages[String(kind)];
  if (!message) throw refusal(String(kind));
  return JSON.stringify({
    apiVersion,
    kind,
    ...readMessage(part(2), message),
  });
}
