import { randomInt } from 'node:crypto';
import { base62, randomText } from '../randomText';

const length = 20;
const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /-/];

/** A password as Vault's default generator makes it: 20 characters, each of the four classes at least once. */
export function generatePassword(): string {
  for (;;) {
    const candidate = randomText(length, `${base62}-`);
    if (classes.every(wanted => wanted.test(candidate))) {
      return candidate;
    }
    // A dash is missing in most draws; setting one keeps the loop short.
    const at = randomInt(length);
    const withDash = `${candidate.slice(0, at)}-${candidate.slice(at + 1)}`;
    if (classes.every(wanted => wanted.test(withDash))) {
      return withDash;
    }
  }
}
