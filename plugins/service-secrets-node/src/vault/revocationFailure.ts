/** Why a revocation failed, by what the database or Vault said; the first match counts. */
const revocationFailures: readonly (readonly [RegExp, string])[] = [
  [
    /failed to find entry for connection/i,
    'The connection was deleted while leases of it were live.',
  ],
  [
    /depend|cannot be dropped|owns|owner of/i,
    'Objects in the database still belong to the user.',
  ],
  [
    /password authentication|access denied|28P01|login failed/i,
    "The database refused Vault's own login.",
  ],
  [
    /permission denied|must be|privilege|42501/i,
    "Vault's database user lacks the right to remove it.",
  ],
  [
    /connection refused|dial|no such host|timeout|i\/o|unreachable|bad connection|eof/i,
    'The database could not be reached.',
  ],
  [/out of retries/i, 'Vault gave up after its retries.'],
];

/** Why Vault gave up on a lease, in our words: the text itself may hold names and data. */
export function revocationFailure(text: string): string {
  const found = revocationFailures.find(([pattern]) => pattern.test(text));
  return found?.[1] ?? 'Vault could not revoke it.';
}
