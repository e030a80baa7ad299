import { compact, type JsonObject } from './json';

/** What a group, a resource and a kind are called in error texts. */
export interface ResourceName {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
}

/** One reason why an object was refused, as `details.causes` lists it. */
export interface Cause {
  reason: string;
  message: string;
  field: string;
}

/** A refusal in Kubernetes' own words: the HTTP status and the `Status` object. */
export class ApiError extends Error {
  readonly name = 'ApiError';

  constructor(
    readonly code: number,
    message: string,
    readonly extra: { reason?: string; details?: JsonObject } = {},
  ) {
    super(message);
  }

  /** The `Status` object that goes over the wire. */
  toStatus(): JsonObject {
    return compact({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.extra.reason,
      details: this.extra.details,
      code: this.code,
    });
  }
}

/** An answer outside the API: plain text, as the mux gives for paths nobody serves. */
export class PageNotFound extends Error {
  readonly name = 'PageNotFound';
}

function qualified(type: ResourceName): string {
  return type.group ? `${type.plural}.${type.group}` : type.plural;
}

function qualifiedKind(type: ResourceName): string {
  return type.group ? `${type.kind}.${type.group}` : type.kind;
}

function details(type: ResourceName, name: string): JsonObject {
  return compact({
    name: name || undefined,
    group: type.group || undefined,
    kind: type.plural,
  });
}

/** 404 for an object that does not exist. */
export function notFound(type: ResourceName, name: string): ApiError {
  return new ApiError(404, `${qualified(type)} "${name}" not found`, {
    reason: 'NotFound',
    details: details(type, name),
  });
}

/** 404 for a resource the group does not have. */
export function resourceNotFound(): ApiError {
  return new ApiError(404, 'the server could not find the requested resource', {
    reason: 'NotFound',
    details: {},
  });
}

/** 409 for a name that is taken. */
export function alreadyExists(type: ResourceName, name: string): ApiError {
  return new ApiError(409, `${qualified(type)} "${name}" already exists`, {
    reason: 'AlreadyExists',
    details: details(type, name),
  });
}

/** 409 for a write based on an older version. */
export function staleVersion(type: ResourceName, name: string): ApiError {
  return new ApiError(
    409,
    `Operation cannot be fulfilled on ${qualified(
      type,
    )} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    { reason: 'Conflict', details: details(type, name) },
  );
}

/** 409 for a delete whose precondition does not hold. */
export function preconditionFailed(
  type: ResourceName,
  name: string,
  why: string,
): ApiError {
  return new ApiError(
    409,
    `Operation cannot be fulfilled on ${qualifiedKind(type)} "${name}": ${why}`,
    {
      reason: 'Conflict',
      details: { ...details(type, name), kind: type.kind },
    },
  );
}

/** 422 for an object that breaks rules; the causes are listed in order. */
export function invalid(
  type: ResourceName,
  name: string,
  causes: Cause[],
): ApiError {
  const lines = causes.map(cause => `${cause.field}: ${cause.message}`);
  const text = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  return new ApiError(
    422,
    `${qualifiedKind(type)} "${name}" is invalid: ${text}`,
    {
      reason: 'Invalid',
      details: { ...details(type, name), kind: type.kind, causes },
    },
  );
}

/** 403 with the resource or the object that was asked for. */
export function forbidden(
  type: ResourceName,
  name: string,
  why: string,
): ApiError {
  const subject = name ? `${qualified(type)} "${name}"` : qualified(type);
  return new ApiError(403, `${subject} is forbidden: ${why}`, {
    reason: 'Forbidden',
    details: details(type, name),
  });
}

/** 401 without saying why, as the real server does. */
export function unauthorized(): ApiError {
  return new ApiError(401, 'Unauthorized', { reason: 'Unauthorized' });
}

/** 400 with a reason a caller can act on. */
export function badRequest(message: string): ApiError {
  return new ApiError(400, message, { reason: 'BadRequest' });
}

/** 405 for a verb the resource does not have. */
export function methodNotAllowed(): ApiError {
  return new ApiError(
    405,
    'the server does not allow this method on the requested resource',
    { reason: 'MethodNotAllowed', details: {} },
  );
}

/** 415 naming the body types that are understood. */
export function unsupportedMediaType(accepted: readonly string[]): ApiError {
  return new ApiError(
    415,
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(
      ', ',
    )}`,
    { reason: 'UnsupportedMediaType' },
  );
}

/** 406 naming the answer types that are offered. */
export function notAcceptable(): ApiError {
  return new ApiError(
    406,
    'only the following media types are accepted: application/json',
    { reason: 'NotAcceptable' },
  );
}

/** 410 for a version whose history is gone. */
export function expired(message: string): ApiError {
  return new ApiError(410, message, { reason: 'Expired' });
}

/** 504 for a version the server has not reached. */
export function versionTooLarge(asked: number, current: number): ApiError {
  return new ApiError(
    504,
    `Timeout: Too large resource version: ${asked}, current: ${current}`,
    {
      reason: 'Timeout',
      details: {
        causes: [
          {
            reason: 'ResourceVersionTooLarge',
            message: 'Too large resource version',
          },
        ],
        retryAfterSeconds: 1,
      },
    },
  );
}

/** Shorthands for the causes of `invalid`. */
export const cause = {
  required: (field: string, detail = ''): Cause => ({
    reason: 'FieldValueRequired',
    message: detail ? `Required value: ${detail}` : 'Required value',
    field,
  }),
  invalid: (field: string, value: unknown, detail: string): Cause => ({
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${JSON.stringify(value ?? null)}: ${detail}`,
    field,
  }),
  forbidden: (field: string, detail: string): Cause => ({
    reason: 'FieldValueForbidden',
    message: `Forbidden: ${detail}`,
    field,
  }),
};
