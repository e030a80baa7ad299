import { randomInt } from 'node:crypto';

/** The 62 letters and digits Vault draws ids and user names from. */
export const base62 =
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Random characters of an alphabet, drawn without bias. */
export function randomText(length: number, alphabet: string = base62): string {
  return Array.from(
    { length },
    () => alphabet[randomInt(alphabet.length)],
  ).join('');
}
