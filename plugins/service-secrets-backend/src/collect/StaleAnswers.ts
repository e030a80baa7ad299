interface Answer {
  readonly data: unknown;
  readonly fetchedAt: Date;
}

/** The last good answer of each question, bounded in number; the oldest goes first. */
export class StaleAnswers {
  private readonly answers = new Map<string, Answer>();

  constructor(
    private readonly options: {
      readonly maxAgeMs: number;
      readonly maxEntries?: number;
    },
  ) {}

  keep(key: string, answer: Answer): void {
    this.answers.delete(key);
    this.answers.set(key, answer);
    const oldest = this.answers.keys().next();
    if (this.answers.size > (this.options.maxEntries ?? 5000) && !oldest.done) {
      this.answers.delete(oldest.value);
    }
  }

  find(key: string, now: Date): Answer | undefined {
    const answer = this.answers.get(key);
    if (!answer) return undefined;
    const age = now.getTime() - answer.fetchedAt.getTime();
    return age <= this.options.maxAgeMs ? answer : undefined;
  }
}
