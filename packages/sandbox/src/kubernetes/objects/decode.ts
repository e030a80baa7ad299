import { parse } from 'yaml';
import { isObject, objectOf, textOf, type JsonObject } from '../api/json';
import { ApiError, badRequest, unsupportedMediaType } from '../api/status';
import { requireTextMaps } from '../resources/names';
import { groupVersionOf, type ResourceType } from '../resources/ResourceType';

/** A request body as it came. */
export interface RawBody {
  readonly text: string;
  /** Without parameters; empty when the client named none. */
  readonly contentType: string;
}

const acceptedTypes = [
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
];

/** Parses JSON or YAML. Throws 400 with the parser's complaint, 415 for another type. */
export function parseBody(body: RawBody, kind: string): unknown {
  const { text, contentType } = body;
  if (/yaml$/.test(contentType)) return parseYaml(text);
  if (contentType !== '' && contentType !== 'application/json')
    throw unsupportedMediaType(acceptedTypes);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${complaint(
        error,
      )} (${shortened(text)})`,
    );
  }
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw badRequest(
      `error decoding YAML: ${
        error instanceof Error ? error.message : 'malformed document'
      }`,
    );
  }
}

function complaint(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  return /Unexpected end of JSON input|Unterminated|Expected .* at position/.test(
    message,
  )
    ? 'unexpected end of JSON input'
    : message;
}

// A body may hold a secret: the answer repeats its beginning only, as the real server does.
function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)} ...` : text;
}

function goName(apiVersion: string): string {
  return apiVersion.split('/')[0].split('.')[0];
}

function requireKind(object: JsonObject, type: ResourceType): void {
  const kind = textOf(object.kind) || type.kind;
  const apiVersion = textOf(object.apiVersion) || groupVersionOf(type);
  if (kind === type.kind && apiVersion === groupVersionOf(type)) return;
  const version = apiVersion.split('/').pop() ?? '';
  const from = `${
    apiVersion.includes('/') ? goName(apiVersion) : version
  }.${kind}`;
  throw badRequest(
    type.schema
      ? `the object provided does not match the expected kind: must be ${groupVersionOf(
          type,
        )}, Kind=${type.kind}, got ${apiVersion}, Kind=${kind}`
      : `${kind} in version "${version}" cannot be handled as a ${
          type.kind
        }: converting (${from}) to (${goName(type.group) || 'core'}.${
          type.kind
        }): unknown conversion`,
  );
}

/** Checks that a parsed body is an object of the type, with metadata of the right shape. */
export function requireObject(value: unknown, type: ResourceType): JsonObject {
  if (!isObject(value))
    throw badRequest(
      `the object provided is unrecognized (must be of type ${type.kind}): a JSON object is expected`,
    );
  requireKind(value, type);
  if (value.metadata !== undefined && !isObject(value.metadata))
    throw badRequest(
      `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: metadata must be an object`,
    );
  const metadata = objectOf(value.metadata);
  requireTextMaps(metadata, type);
  return { ...value, metadata: { ...metadata } };
}

/** Removes top-level members a built-in kind does not have; refuses or warns as the caller asked. */
export function dropUnknownMembers(
  object: JsonObject,
  type: ResourceType,
  mode: { fieldValidation: string; warn(text: string): void },
): void {
  const { members } = type;
  if (!members) return;
  const unknown = Object.keys(object).filter(name => !members.includes(name));
  refuseUnknown(unknown, type, mode);
  for (const name of unknown) delete object[name];
}

/** Refuses unknown fields under `Strict`, names them in warnings under `Warn`. */
export function refuseUnknown(
  fields: readonly string[],
  type: ResourceType,
  mode: { fieldValidation: string; warn(text: string): void },
): void {
  if (fields.length === 0 || mode.fieldValidation === 'Ignore') return;
  const texts = fields.map(name => `unknown field "${name}"`);
  if (mode.fieldValidation === 'Strict')
    throw new ApiError(
      400,
      type.schema
        ? `strict decoding error: ${texts.join(', ')}`
        : `${type.kind} in version "${type.version}" cannot be handled as a ${
            type.kind
          }: strict decoding error: ${texts.join(', ')}`,
      { reason: 'BadRequest' },
    );
  texts.forEach(mode.warn);
}
