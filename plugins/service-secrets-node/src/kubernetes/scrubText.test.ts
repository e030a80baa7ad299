import { scrubText } from './scrubText';

describe('scrubText', () => {
  it.each([
    ['token hvs.CAESIJ4canarycanary0123 refused', 'token hvs.CAESIJ'],
    ['jwt eyJhbGciOi.eyJzdWIiOi.c2lnbmF0 bad', 'eyJhbGci'],
    ['dial postgres://vault:canary@db:5432: refused', 'canary'],
    ['password=canary, retry', 'canary'],
    ['{"secret_id": "canary-1"}', 'canary'],
    ['Authorization: Bearer canary', 'canary'],
    ['lease database/creds/r/Q2bCq3mB1k5Zt7XyW9aLs0Ne gone', 'Q2bCq3'],
    [
      '-----BEGIN RSA PRIVATE KEY-----\nMIIcanary\n-----END RSA PRIVATE KEY-----',
      'MII',
    ],
  ])('removes the credential of %s', (text, secret) => {
    expect(scrubText(text)).not.toContain(secret);
  });

  it('keeps an ordinary message', () => {
    const message =
      'MountVolume.SetUp failed for volume "tls" : secret "grade-api-tls" not found';

    expect(scrubText(message)).toBe(message);
  });

  it('cuts to one visible line of 300 characters', () => {
    const scrubbed = scrubText(`a\n\u202eb\u200b${' c'.repeat(10_000)}`);

    expect(scrubbed).toHaveLength(300);
    expect(scrubbed).toMatch(/^a b {1,2}c c/);
  });
});
