import { ResponseError } from '@backstage/errors';

/** What a failed request means for the reader. */
export type FailureKind = 'denied' | 'not-found' | 'failed';

// By name, not by instanceof: an app may carry two copies of the errors package.
function isResponseError(error: Error): error is ResponseError {
  return error.name === 'ResponseError' && 'statusCode' in error;
}

/** Tells a missing permission and a missing entity from a failure. */
export function failureKind(error: Error): FailureKind {
  const status = isResponseError(error) ? error.statusCode : undefined;
  if (status === 401 || status === 403) return 'denied';
  return status === 404 ? 'not-found' : 'failed';
}

/** What the backend said, without the transport around it. */
export function failureMessage(error: Error): string {
  return error.cause instanceof Error && error.cause.message
    ? error.cause.message
    : error.message;
}
