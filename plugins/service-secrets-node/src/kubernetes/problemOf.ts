import { IllegalNameError } from '../upstream/IllegalNameError';
import { TransportError } from '../upstream/TransportError';
import type { UpstreamProblem } from '../upstream/UpstreamError';
import { KubernetesError } from './errors';
import type { KubernetesRequest } from './paths';

type Code = UpstreamProblem['code'];

const retryableCodes: ReadonlySet<Code> = new Set([
  'timeout',
  'rate-limited',
  'unreachable',
]);

const byStatus: Readonly<Record<number, Code>> = {
  401: 'denied',
  403: 'denied',
  404: 'not-found',
  408: 'timeout',
  429: 'rate-limited',
  500: 'unreachable',
  502: 'unreachable',
  503: 'unreachable',
  504: 'timeout',
};

/** The error for an answer that is no success. */
export function problemOfStatus(
  status: number,
  { operation, rule }: KubernetesRequest,
  target: string,
): KubernetesError {
  const code = byStatus[status] ?? 'bad-answer';
  return new KubernetesError({
    code,
    operation,
    target,
    retryable: retryableCodes.has(code),
    // 401 means that the token is not accepted: no rule helps.
    missingRule: status === 403 ? rule : undefined,
  });
}

/** The error for whatever was thrown; nothing of it is kept but what it means. */
export function problemOfThrown(
  error: unknown,
  operation: string,
  target: string,
): KubernetesError {
  if (error instanceof KubernetesError) return error;
  if (error instanceof IllegalNameError) {
    return new KubernetesError({
      code: 'not-found',
      operation: error.operation,
      target,
      retryable: false,
    });
  }
  const failure =
    error instanceof TransportError ? error.failure : 'bad-answer';
  const code = failure === 'closed' ? 'unreachable' : failure;
  return new KubernetesError({
    code,
    operation,
    target,
    retryable: retryableCodes.has(code),
  });
}
