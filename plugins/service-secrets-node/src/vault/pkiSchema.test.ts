import { X509Certificate } from 'node:crypto';

import { selfSigned } from '../testSupport/selfSigned';
import { pkiIssuerAnswer } from './pkiSchema';

describe('pkiIssuerAnswer', () => {
  let pem: string;

  beforeAll(async () => {
    pem = (await selfSigned()).cert;
  });

  const answer = (more: object = {}) => ({
    data: { issuer_id: 'i-1', certificate: pem, ...more },
  });

  it('reads subject and life out of the certificate', () => {
    const { validFrom, validTo } = new X509Certificate(pem);

    expect(
      pkiIssuerAnswer.parse(
        answer({ issuer_name: 'root', leaf_not_after_behavior: 'truncate' }),
      ),
    ).toEqual({
      id: 'i-1',
      name: 'root',
      subject: 'CN=contract CA, O=Service Secrets',
      notBefore: new Date(validFrom),
      notAfter: new Date(validTo),
      leafNotAfterBehavior: 'truncate',
    });
  });

  it('does without the name and the behaviour, which the open path leaves out', () => {
    const issuer = pkiIssuerAnswer.parse(answer({ issuer_name: '' }));

    expect(issuer.name).toBeUndefined();
    expect(issuer.leafNotAfterBehavior).toBeUndefined();
    const days =
      (issuer.notAfter.getTime() - issuer.notBefore.getTime()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
  });

  it.each([
    ['is no certificate', () => 'nothing'],
    ['is longer than any certificate', () => pem + ' '.repeat(40_000)],
    ['is cut', () => pem.slice(0, 200)],
  ])('refuses what %s', (_, certificate) => {
    const parsed = pkiIssuerAnswer.safeParse(
      answer({ certificate: certificate() }),
    );

    expect(parsed.success).toBe(false);
  });
});
