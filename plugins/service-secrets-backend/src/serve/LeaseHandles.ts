import { createHmac, randomBytes } from 'node:crypto';

/** Makes handles that stand for lease ids, which never leave the server. */
export class LeaseHandles {
  private readonly key: Buffer;

  /** Without a key the handles are only good for the life of this process. */
  constructor(key?: string) {
    this.key = key === undefined ? randomBytes(32) : Buffer.from(key, 'utf8');
  }

  /** The same lease of the same instance has the same handle. */
  handle(instance: string, leaseId: string): string {
    return createHmac('sha256', this.key)
      .update(`${instance}\n${leaseId}`)
      .digest('base64url');
  }
}

/** The end of an id, to compare by eye with what Vault prints. */
export function suffixOf(leaseId: string): string {
  return leaseId.slice(-8);
}
