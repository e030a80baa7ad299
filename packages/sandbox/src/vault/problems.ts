import { VaultProblem } from './VaultProblem';

/** One error as Vault's Go server prints a list of errors. */
export function multiError(...errors: string[]): string {
  const noun = errors.length === 1 ? 'error' : 'errors';
  const bullets = errors.map(error => `\t* ${error}`).join('\n');
  return `${errors.length} ${noun} occurred:\n${bullets}\n\n`;
}

/** 400 with the bare words of a failed validation. */
export function badRequest(...errors: string[]): VaultProblem {
  return new VaultProblem(400, ...errors);
}

/** 404 without words: nothing is stored there. */
export function nothingThere(): VaultProblem {
  return new VaultProblem(404);
}

/** 403: the policies of the token do not allow the request. */
export function permissionDenied(): VaultProblem {
  return new VaultProblem(403, multiError('permission denied'));
}

/** 403: there is no such token, or no longer. */
export function invalidToken(): VaultProblem {
  return new VaultProblem(
    403,
    multiError('permission denied', 'invalid token'),
  );
}

/** 403 in the bare form used before a token is known, and at login. */
export function barePermissionDenied(): VaultProblem {
  return new VaultProblem(403, 'permission denied');
}

/** 404: the mount exists, the path below it does not. */
export function unsupportedPath(): VaultProblem {
  return new VaultProblem(404, multiError('unsupported path'));
}

/** 405: the path exists, the operation does not. */
export function unsupportedOperation(): VaultProblem {
  return new VaultProblem(405, multiError('unsupported operation'));
}

/** 500 as Vault words an error its backend did not classify. */
export function internalError(detail: string): VaultProblem {
  return new VaultProblem(500, multiError(detail));
}

/** The words of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
