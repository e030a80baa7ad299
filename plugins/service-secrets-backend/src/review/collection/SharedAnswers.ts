import { Moment } from '../records';

interface Answer {
  readonly at: Moment;
  readonly value: Promise<unknown>;
}

/** How long answers are shared, and how many at most. */
export interface SharedAnswersOptions {
  readonly maxAgeMs: number;
  readonly clock: () => Date;
  readonly maxEntries?: number;
}

/** Keeps answers for a short while, so that many ask once; a failure is kept by nobody. */
export class SharedAnswers {
  // In the order they were asked for, the oldest first.
  private readonly answers = new Map<string, Answer>();

  constructor(private readonly options: SharedAnswersOptions) {}

  async ask<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const { clock, maxAgeMs, maxEntries = Infinity } = this.options;
    const now = clock().getTime();
    const known = this.answers.get(key);
    if (known && now - known.at < maxAgeMs) {
      // The key names the question, and each question has one type of answer.
      return known.value as Promise<T>;
    }
    const value = ask();
    this.forgetBefore(now - maxAgeMs + 1);
    this.answers.delete(key);
    this.answers.set(key, { at: now, value });
    const [oldest] = this.answers.keys();
    if (this.answers.size > maxEntries) this.answers.delete(oldest);
    value.catch(() => {
      if (this.answers.get(key)?.value === value) this.answers.delete(key);
    });
    return value;
  }

  /** Everything is asked again. */
  clear(): void {
    this.answers.clear();
  }

  private forgetBefore(moment: Moment): void {
    for (const [key, { at }] of this.answers) {
      // The first young one ends it.
      if (at >= moment) return;
      this.answers.delete(key);
    }
  }
}
