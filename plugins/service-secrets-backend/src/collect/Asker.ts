import { SourceName } from 'backstage-plugin-service-secrets-common';

import { describeFailure, SourceFailure } from './failure';
import { SourceResult } from './SourceResult';
import { StaleAnswers } from './StaleAnswers';

/** What every question of one snapshot shares. */
export interface AskerOptions {
  /** Names the service, so that answers of two services never mix. */
  readonly key: string;
  readonly deadlineAt: number;
  readonly staleAnswers: StaleAnswers;
  readonly clock: () => Date;
}

/** A question: which source it belongs to, whom it asks, and how. */
export interface Question<T> {
  readonly source: SourceName;
  readonly target: string;
  ask(): Promise<{ data: T; partial?: SourceFailure }>;
}

class Overdue extends Error {
  constructor(readonly failure: SourceFailure) {
    super(failure.message);
    this.name = 'Overdue';
  }
}

/** A refusal is an answer: data somebody may no longer read is not shown again. */
const transient: ReadonlySet<string> = new Set([
  'timeout',
  'unreachable',
  'sealed',
  'rate-limited',
  'bad-answer',
]);

/** Asks the questions of one snapshot: never throws, keeps the deadline, falls back to an older answer. */
export class Asker {
  constructor(private readonly options: AskerOptions) {}

  async ask<T>(question: Question<T>): Promise<SourceResult<T>> {
    const { clock, staleAnswers } = this.options;
    const key = `${this.options.key} ${question.source}`;
    try {
      const { data, partial } = await this.inTime(question);
      const fetchedAt = clock();
      staleAnswers.keep(key, { data, fetchedAt });
      return { state: 'ok', data, fetchedAt, partial };
    } catch (error) {
      return this.fallBack(
        key,
        error instanceof Overdue
          ? error.failure
          : describeFailure(error, question.target),
      );
    }
  }

  /** Asks with the answer to an earlier question; fails as that one did. */
  async askWith<Given, T>(
    given: SourceResult<Given>,
    makeQuestion: (data: Given) => Question<T>,
  ): Promise<SourceResult<T>> {
    return given.state === 'failed'
      ? { state: 'failed', failure: given.failure }
      : this.ask(makeQuestion(given.data));
  }

  private fallBack<T>(key: string, failure: SourceFailure): SourceResult<T> {
    const older = transient.has(failure.code)
      ? this.options.staleAnswers.find(key, this.options.clock())
      : undefined;
    if (!older) return { state: 'failed', failure };
    // The key names the source, and each source has one type of answer.
    return {
      state: 'stale',
      data: older.data as T,
      fetchedAt: older.fetchedAt,
      failure,
    };
  }

  private async inTime<T>({ ask, target, source }: Question<T>) {
    const left = this.options.deadlineAt - Date.now();
    const overdue = new Overdue({
      code: 'timeout',
      message: `${target}: ${source} got no answer within the deadline of the report`,
    });
    if (left <= 0) throw overdue;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(overdue), left);
    });
    try {
      return await Promise.race([ask(), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
