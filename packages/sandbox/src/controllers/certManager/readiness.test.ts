import type { Certificate } from './certificateTypes';
import { issuanceReason, renewalTimeOf, retryTimeOf } from './readiness';

const at = (text: string) => new Date(`2026-01-0${text}:00:00Z`);

function certificate(status: Certificate['status']): Certificate {
  return {
    metadata: { name: 'a-tls', namespace: 'a' },
    spec: { secretName: 'a-tls', issuerRef: { name: 'vault-issuer' } },
    status,
  };
}

describe('renewalTimeOf', () => {
  it.each([
    ['renewBefore before the end', '8h', '1T16'],
    [
      'a third of the life before the end when nothing is asked',
      undefined,
      '1T16',
    ],
    ['a third when renewBefore is as long as the life', '24h', '1T16'],
    ['less than a third when asked so', '2h', '1T22'],
  ])('is %s', (_, renewBefore, expected) => {
    expect(renewalTimeOf(at('1T00'), at('2T00'), renewBefore)).toEqual(
      at(expected),
    );
  });
});

describe('retryTimeOf', () => {
  it.each([
    [1, 1],
    [2, 2],
    [4, 8],
    [6, 32],
    [9, 32],
  ])('after %d failures waits %d hours', (failedIssuanceAttempts, hours) => {
    const lastFailureTime = '2026-01-01T00:00:00Z';
    const retry = retryTimeOf(
      certificate({ failedIssuanceAttempts, lastFailureTime }),
    );
    expect(Number(retry) - Date.parse(lastFailureTime)).toBe(hours * 3_600_000);
  });

  it('is undefined while nothing has failed', () => {
    expect(retryTimeOf(certificate({}))).toBeUndefined();
  });
});

describe('issuanceReason', () => {
  it('asks for a certificate when the Secret does not exist', () => {
    expect(issuanceReason(certificate({}), undefined, at('1T00'))?.reason).toBe(
      'DoesNotExist',
    );
  });

  it('asks for a certificate when the Secret is empty', () => {
    const secret = { metadata: { name: 'a-tls' }, data: {} };
    expect(issuanceReason(certificate({}), secret, at('1T00'))?.reason).toBe(
      'MissingData',
    );
  });
});
