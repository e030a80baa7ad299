import type { UpstreamProblem } from '../upstream/UpstreamError';

/** Where in a call something happens: before its effect, or after it and before the answer. */
export type CallPhase = 'before' | 'after';

/** A call as a hook sees it. */
export interface CallPoint<Method extends string> {
  readonly method: Method;
  /** The object it is about, such as `policy svc-grade-api`. */
  readonly ref: string;
  readonly phase: CallPhase;
  /** Counts every call of the fake from 1. */
  readonly number: number;
}

/** Stands for the death of the process: no adapter throws it, so no code of ours may handle it. */
export class KilledError extends Error {
  constructor({ method, ref, phase }: CallPoint<string>) {
    super(`killed ${phase} ${method} ${ref}`);
    this.name = 'KilledError';
  }
}

type Code = UpstreamProblem['code'];

/** Makes the error a call of the port fails with. */
export type MakeProblem = (code: Code, operation: string) => Error;

/** Notes the calls of a fake and lets a test fail them, end them or wait in them, before and after their effect. */
export class InterruptibleCalls<Method extends string> {
  /** Called twice for each call; what it throws is what the call rejects with. */
  onCall?: (
    method: Method,
    ref: string,
    phase: CallPhase,
  ) => void | Promise<void>;
  readonly log: { readonly method: Method; readonly ref: string }[] = [];
  private readonly rules: {
    readonly matches: (point: CallPoint<Method>) => boolean;
    readonly error: (point: CallPoint<Method>) => Error;
  }[] = [];

  constructor(private readonly makeProblem: MakeProblem) {}

  /** How often a method was called; all calls together without one. */
  count(method?: Method): number {
    return method
      ? this.log.filter(call => call.method === method).length
      : this.log.length;
  }

  /** Fails every call of a method; `after` is an answer that got lost. */
  fail(method: Method, code: Code, phase: CallPhase = 'before'): void {
    this.failWhere(
      point => point.method === method && point.phase === phase,
      code,
    );
  }

  /** Fails the n-th call from now on, counted from 1, whatever it is. */
  failNext(n: number, code: Code, phase: CallPhase = 'before'): void {
    const number = this.log.length + n;
    this.failWhere(
      point => point.number === number && point.phase === phase,
      code,
    );
  }

  /** Kills the process at the n-th call from now on, counted from 1. */
  killNext(n: number, phase: CallPhase = 'before'): void {
    const number = this.log.length + n;
    this.rules.push({
      matches: point => point.number === number && point.phase === phase,
      error: point => new KilledError(point),
    });
  }

  /** Forgets every failure, kill and hook. */
  recover(): void {
    this.rules.length = 0;
    this.onCall = undefined;
  }

  /** Forgets the calls noted so far. */
  reset(): void {
    this.log.length = 0;
  }

  /** One call: its effect happens at once, between the two points where others may come in. */
  async run<T>(method: Method, ref: string, effect: () => T): Promise<T> {
    const number = this.log.push({ method, ref });
    await this.reach({ method, ref, phase: 'before', number });
    const result = effect();
    await this.reach({ method, ref, phase: 'after', number });
    return result;
  }

  private failWhere(
    matches: (point: CallPoint<Method>) => boolean,
    code: Code,
  ): void {
    this.rules.push({
      matches,
      error: ({ method, ref }) => this.makeProblem(code, `${method} ${ref}`),
    });
  }

  private async reach(point: CallPoint<Method>): Promise<void> {
    const rule = this.rules.find(({ matches }) => matches(point));
    if (rule) throw rule.error(point);
    await this.onCall?.(point.method, point.ref, point.phase);
  }
}
