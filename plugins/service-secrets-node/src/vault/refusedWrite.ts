import type { UpstreamProblem } from '../upstream/UpstreamError';
import { VaultError } from './errors';
import type { VaultRequest } from './buildRequest';
import { errorTexts, problemOfAnswer } from './problemOf';
import type { VaultAnswer } from './VaultAnswer';

interface Refusal {
  readonly text: RegExp;
  readonly code: UpstreamProblem['code'];
  /** Our words: Vault's own may hold a connection string. */
  readonly reason: string;
}

const refusals: readonly Refusal[] = [
  {
    text: /error verifying connection|error creating database connection|failed to connect/,
    code: 'unreachable',
    reason: 'Vault cannot connect to the database',
  },
  {
    text: /is not an allowed role/,
    code: 'denied',
    reason: 'the connection does not allow this role',
  },
  {
    text: /names must be unique/,
    code: 'denied',
    reason: 'a static and a dynamic role of that name exclude each other',
  },
  {
    text: /failed to parse policy/,
    code: 'denied',
    reason: 'Vault does not understand the policy',
  },
  {
    text: /greater than|must be less than|or more|TTL|_ttl/,
    code: 'denied',
    reason: 'Vault or the mount does not allow these durations',
  },
  {
    text: /failed to revoke|revocation/,
    code: 'unreachable',
    reason: 'the database did not take the revocation',
  },
];

const otherRefusal = {
  code: 'denied',
  reason: 'Vault refuses these values',
} as const;

/** The error for a write that was no success, with the reason where we know it. */
export function problemOfWrite(
  answer: VaultAnswer,
  request: VaultRequest,
  target: string,
): VaultError {
  const isRefusal = answer.status === 400 || answer.status === 500;
  const texts = isRefusal ? errorTexts(answer) : '';
  const known = refusals.find(({ text }) => text.test(texts));
  const refusal = known ?? (answer.status === 400 ? otherRefusal : undefined);
  if (!refusal) return problemOfAnswer(answer, request, target);
  return new VaultError({
    code: refusal.code,
    operation: `${request.operation} (${refusal.reason})`,
    target,
    retryable: refusal.code === 'unreachable',
  });
}
