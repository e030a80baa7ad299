import { randomBytes, randomUUID } from 'node:crypto';

/** Whether the server is initialised and unsealed, and its one unseal key. */
export class SealState {
  readonly clusterId = randomUUID();
  private key = randomBytes(32);
  private isSealed: boolean;
  initialized: boolean;

  constructor(initialized: boolean) {
    this.initialized = initialized;
    this.isSealed = !initialized;
  }

  get sealed(): boolean {
    return this.isSealed;
  }

  get keyHex(): string {
    return this.key.toString('hex');
  }

  get keyBase64(): string {
    return this.key.toString('base64');
  }

  initialize(): void {
    this.initialized = true;
    this.isSealed = true;
  }

  close(): void {
    this.isSealed = true;
  }

  /** False when the key, hex or base64, is not the right one. */
  open(key: string): boolean {
    if (key !== this.keyHex && key !== this.keyBase64) return false;
    this.isSealed = false;
    return true;
  }
}
