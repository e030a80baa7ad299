import { applyPatch, type Operation } from 'fast-json-patch';
import { cloneJson, isObject, type JsonObject } from '../api/json';
import { ApiError, badRequest } from '../api/status';

const operations = ['add', 'remove', 'replace', 'move', 'copy', 'test'];

function isOperation(value: unknown): value is Operation {
  return (
    isObject(value) &&
    typeof value.path === 'string' &&
    typeof value.op === 'string' &&
    operations.includes(value.op)
  );
}

/** Applies an RFC 6902 patch and returns the result. Throws 400 for a malformed patch, 422 for one that does not fit the object. */
export function applyJsonPatch(target: JsonObject, patch: unknown): unknown {
  if (!Array.isArray(patch) || !patch.every(isOperation))
    throw badRequest(
      'error decoding patch: the body must be a JSON array of operations with op and path',
    );
  try {
    return applyPatch(cloneJson(target), patch, true).newDocument;
  } catch {
    throw new ApiError(
      422,
      'the server rejected our request due to an error in our request',
      { reason: 'Invalid', details: {} },
    );
  }
}
