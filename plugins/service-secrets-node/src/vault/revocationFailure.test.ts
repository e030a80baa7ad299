import { revocationFailure } from './revocationFailure';
import { irrevocableAnswer } from './schema';

const MOST_READ = 2000;

describe('revocationFailure', () => {
  it.each([
    [
      'failed to find entry for connection with name: "grade-api-db"',
      'The connection was deleted while leases of it were live.',
    ],
    [
      'role "v-kube-x" cannot be dropped because some objects depend on it (SQLSTATE 2BP01)',
      'Objects in the database still belong to the user.',
    ],
    [
      'FATAL: password authentication failed for user "vault" (SQLSTATE 28P01)',
      "The database refused Vault's own login.",
    ],
    [
      'ERROR: permission denied to drop role (SQLSTATE 42501)',
      "Vault's database user lacks the right to remove it.",
    ],
    [
      'dial tcp 10.0.0.7:5432: connect: connection refused',
      'The database could not be reached.',
    ],
    ['out of retries', 'Vault gave up after its retries.'],
    ['something new', 'Vault could not revoke it.'],
    ['', 'Vault could not revoke it.'],
  ])('says for %j: %s', (text, reason) => {
    expect(revocationFailure(text)).toBe(reason);
  });
});

describe('irrevocableAnswer', () => {
  it('keeps the id and our words, nothing of the text of the database', () => {
    const leases = [
      {
        lease_id: 'database/creds/a/1',
        error: 'objects of canary depend on it',
      },
      { lease_id: 'database/creds/a/2', error: null },
    ];
    const read = irrevocableAnswer.parse({ data: { leases } });

    expect(read).toEqual([
      {
        id: 'database/creds/a/1',
        reason: 'Objects in the database still belong to the user.',
      },
      { id: 'database/creds/a/2', reason: 'Vault could not revoke it.' },
    ]);
    expect(JSON.stringify(read)).not.toContain('canary');
  });

  it('judges a text by its beginning', () => {
    const error = `${' '.repeat(MOST_READ)}connection refused`;
    const [{ reason }] = irrevocableAnswer.parse({
      data: { leases: [{ lease_id: 'database/creds/a/1', error }] },
    });

    expect(reason).toBe('Vault could not revoke it.');
  });

  it('reads an answer without leases as none', () => {
    expect(irrevocableAnswer.parse({ data: { leases: null } })).toEqual([]);
  });
});
