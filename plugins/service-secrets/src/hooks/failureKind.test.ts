import { aResponseError } from '../testSupport/failures';
import { failureKind, failureMessage } from './failureKind';

describe('failureKind', () => {
  it.each([
    [401, 'denied'],
    [403, 'denied'],
    [404, 'not-found'],
    [500, 'failed'],
    [503, 'failed'],
  ])('takes status %d as %s', (status, kind) => {
    expect(failureKind(aResponseError(status, 'x'))).toBe(kind);
  });

  it('takes an error without a status as failed', () => {
    expect(failureKind(new TypeError('Failed to fetch'))).toBe('failed');
  });
});

describe('failureMessage', () => {
  it('is what the backend said when it said something', () => {
    expect(failureMessage(aResponseError(503, 'Vault is down'))).toBe(
      'Vault is down',
    );
  });

  it('is the message of the error itself when it never reached the backend', () => {
    expect(failureMessage(new Error('Failed to fetch'))).toBe(
      'Failed to fetch',
    );
  });
});
