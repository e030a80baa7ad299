import { Moment } from '../records';

/** How long readings are remembered, and how many at most. */
export interface RememberedOptions {
  readonly maxAgeMs: number;
  readonly clock: () => Date;
  /** 20,000. */
  readonly maxEntries?: number;
}

/** Something that was read, and when the reading began. */
export interface Reading<T> {
  readonly value: T;
  readonly readAt: Moment;
}

/** A name as a number from 0 to 1, the same each time. */
function spread(key: string): number {
  let hash = 2166136261;
  for (let index = 0; index < key.length; index += 1) {
    // FNV-1a: names that differ in one letter come out far apart.
    hash = Math.imul(hash ^ key.charCodeAt(index), 16777619);
  }
  return (hash >>> 0) / 2 ** 32;
}

/**
 * Remembers what seldom changes and is many. Each reading holds for between
 * half of the age and all of it, by its name: what was read in one collection
 * is read again in several, some of it in each.
 */
export class RememberedReads<T> {
  // In the order they were read, the oldest first.
  private readonly known = new Map<string, Reading<T>>();
  private readonly underWay = new Map<string, Promise<T | undefined>>();

  constructor(private readonly options: RememberedOptions) {}

  /** What is known of it and still holds. */
  find(key: string): Reading<T> | undefined {
    const known = this.known.get(key);
    if (!known) return undefined;
    const age = this.options.clock().getTime() - known.readAt;
    const holdsMs = this.options.maxAgeMs * (0.5 + spread(key) / 2);
    return age < holdsMs ? known : undefined;
  }

  /** Reads it; who asks at the same time shares the reading. What is not there is not remembered. */
  async read(
    key: string,
    ask: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const running = this.underWay.get(key);
    if (running) return running;
    const readAt = this.options.clock().getTime();
    const reading = ask();
    const isForgotten = () => this.underWay.get(key) !== reading;
    this.underWay.set(key, reading);
    try {
      const value = await reading;
      if (value === undefined) this.known.delete(key);
      else if (!isForgotten()) this.keep(key, { value, readAt });
      return value;
    } finally {
      if (!isForgotten()) this.underWay.delete(key);
    }
  }

  /** It is read again by who asks next. */
  forget(key: string): void {
    this.known.delete(key);
    this.underWay.delete(key);
  }

  /** What was read before that moment is read again. */
  forgetBefore(moment: Moment): void {
    this.underWay.clear();
    for (const [key, { readAt }] of this.known) {
      if (readAt < moment) this.known.delete(key);
    }
  }

  keep(key: string, reading: Reading<T>): void {
    this.known.delete(key);
    this.known.set(key, reading);
    const [oldest] = this.known.keys();
    const { maxEntries = 20_000 } = this.options;
    if (this.known.size > maxEntries) this.known.delete(oldest);
  }
}
