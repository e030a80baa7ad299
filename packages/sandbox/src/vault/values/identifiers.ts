import { createHash, randomBytes, randomInt } from 'node:crypto';

/** A token in Vault's format: `hvs.` for service tokens, `hvb.` for batch tokens. */
export function newTokenId(type: 'service' | 'batch'): string {
  const prefix = type === 'batch' ? 'hvb.AAAAAQ' : 'hvs.CAES';
  return prefix + randomBytes(68).toString('base64url');
}

/** The accessor of a mount: type and eight hex digits. */
export function newMountAccessor(type: string): string {
  return `${type}_${randomInt(2 ** 32)
    .toString(16)
    .padStart(8, '0')}`;
}

/** How a token's lease id hides the token. */
export function hashedToken(id: string): string {
  return `h${createHash('sha256').update(id).digest('hex')}`;
}
