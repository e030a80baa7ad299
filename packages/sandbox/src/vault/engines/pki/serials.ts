import { randomBytes } from 'node:crypto';

/** A new serial number: 20 random bytes in hex, positive and without a leading zero byte. */
export function newSerial(): string {
  const bytes = randomBytes(20);
  bytes[0] = bytes[0] & 0x7f || 1;
  return bytes.toString('hex');
}

/** A serial as Vault prints and stores it: lower-case bytes joined by colons, without leading zero bytes. */
export function formatSerial(text: string): string {
  const hex = text.toLowerCase().replace(/[^0-9a-f]/g, '');
  const even = (hex.length % 2 === 1 ? `0${hex}` : hex).replace(
    /^(?:00)+(?=..)/,
    '',
  );
  return even.match(/../g)?.join(':') ?? '';
}
