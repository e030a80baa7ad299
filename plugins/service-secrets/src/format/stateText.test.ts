import { after } from '../testSupport/builders';
import { aServiceState } from '../testSupport/FakeServiceStatesApi';
import { stateText } from './stateText';

describe('stateText', () => {
  it('says why, what ends next and how old that is', () => {
    const state = aServiceState({
      sentence: 'Lease of `grade-api-role` cannot be revoked.',
      nextExpiry: {
        what: 'certificate',
        name: 'grade-api-tls',
        at: after(86_400 * 3),
      },
    });

    expect(stateText(state, after(0))).toEqual([
      'production: Lease of `grade-api-role` cannot be revoked.',
      'Next: Certificate `grade-api-tls`, 3 d.',
      'Read 2 min ago.',
    ]);
  });

  it('says so when the last collection failed and when nothing was ever read', () => {
    const state = aServiceState({ collectedAt: undefined, stale: true });

    expect(stateText(state, after(0)).at(-1)).toBe(
      'Never read; the last collection could not read all of it.',
    );
  });

  it('names no environment where the annotations cannot be read', () => {
    const state = aServiceState({ environment: '', sentence: 'Unreadable.' });

    expect(stateText(state, after(0))[0]).toBe('Unreadable.');
  });

  it('says that what is shown could not be asked for again', () => {
    expect(stateText(aServiceState(), after(0), 'timeout').at(-1)).toBe(
      'This could not be asked for again: timeout',
    );
  });
});
