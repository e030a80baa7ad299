import type { UpstreamProblem } from '../upstream/UpstreamError';
import { TransportError } from '../upstream/TransportError';
import { IllegalNameError } from '../upstream/IllegalNameError';
import { VaultError } from './errors';
import type { VaultRequest } from './paths';
import type { VaultAnswer } from './VaultAnswer';

type Code = UpstreamProblem['code'];

const retryableCodes: ReadonlySet<Code> = new Set([
  'timeout',
  'rate-limited',
  'sealed',
  'unreachable',
]);

const byStatus: Readonly<Record<number, Code>> = {
  400: 'bad-answer',
  403: 'denied',
  404: 'not-found',
  429: 'rate-limited',
  501: 'sealed',
  502: 'unreachable',
  504: 'timeout',
};

/** Vault's own texts of an answer; to be matched, never to be shown. */
export function errorTexts({ body }: VaultAnswer): string {
  const errors =
    typeof body === 'object' && body !== null && 'errors' in body
      ? body.errors
      : [];
  return Array.isArray(errors) ? errors.map(String).join('\n') : '';
}

function codeOf(answer: VaultAnswer): Code {
  if (answer.status === 503) {
    return errorTexts(answer).includes('sealed') ? 'sealed' : 'unreachable';
  }
  return byStatus[answer.status] ?? 'bad-answer';
}

/** The error for an answer that is no success. */
export function problemOfAnswer(
  answer: VaultAnswer,
  { operation, rule }: VaultRequest,
  target: string,
): VaultError {
  const code = codeOf(answer);
  return new VaultError({
    code,
    operation,
    target,
    retryable: retryableCodes.has(code) || answer.status >= 500,
    missingRule: code === 'denied' ? rule : undefined,
  });
}

/** The error for an answer with content we do not understand. */
export function badAnswer(
  { operation }: VaultRequest,
  target: string,
): VaultError {
  return new VaultError({
    code: 'bad-answer',
    operation,
    target,
    retryable: false,
  });
}

/** The error for whatever else was thrown; nothing of it is kept but what it means. */
export function problemOfThrown(
  error: unknown,
  operation: string,
  target: string,
): VaultError {
  if (error instanceof VaultError) return error;
  if (error instanceof IllegalNameError) {
    const { operation: attempted } = error;
    const code = 'not-found';
    return new VaultError({
      code,
      operation: attempted,
      target,
      retryable: false,
    });
  }
  const failure =
    error instanceof TransportError ? error.failure : 'bad-answer';
  const code = failure === 'closed' ? 'unreachable' : failure;
  return new VaultError({
    code,
    operation,
    target,
    retryable: retryableCodes.has(code),
  });
}
