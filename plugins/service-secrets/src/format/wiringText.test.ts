import { NOON } from '../testSupport/builders';
import {
  brokenChain,
  certificateChain,
  deliveredChain,
} from '../testSupport/wiring';
import { wiringSentences } from './wiringText';

describe('wiringSentences', () => {
  it('says which link is broken and that nothing is known behind it', () => {
    const sentences = wiringSentences(brokenChain, NOON);
    expect(sentences[1]).toBe(
      'Service account grade-api-sa, namespace grade-api. The link to auth role is broken.',
    );
    expect(sentences[2]).toMatch(/not looked at: an earlier link is broken\.$/);
  });

  it('names what delivers in place of an agent, and how', () => {
    expect(wiringSentences(deliveredChain, NOON)[1]).toBe(
      'VaultDynamicSecret grade-api-db, Vault Secrets Operator, 1 lease. The link to service account holds.',
    );
  });

  it('ends with the last station, which has no link', () => {
    expect(wiringSentences(certificateChain, NOON).at(-1)).toBe(
      'CA grade-api-intermediate, issuance cliff in 4 y 11 mo.',
    );
  });
});
