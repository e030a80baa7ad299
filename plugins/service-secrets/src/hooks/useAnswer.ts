import { toError } from '@backstage/errors';
import { useCallback, useEffect, useRef, useState } from 'react';

/** What a question to the backend can be in. */
export type AnswerState<T> =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly error: Error }
  | { readonly kind: 'answered'; readonly value: T };

/** A question to the backend; one with another key is another question. */
export interface Question<T> {
  readonly key: string;
  /** `again` is set when somebody wants a new answer to the same question. */
  readonly ask: (signal: AbortSignal, again: boolean) => Promise<T>;
  /** How long to wait for another question before asking, so that typing asks once. */
  readonly delayMs?: number;
}

interface Settled<T> {
  readonly key: string;
  readonly round: number;
  readonly state: AnswerState<T>;
}

/** Asks a question, once per key; the answer to an earlier one is never shown for it. */
export function useAnswer<T>(question: Question<T> | undefined): {
  readonly state: AnswerState<T>;
  readonly again: () => void;
} {
  const [settled, setSettled] = useState<Settled<T>>();
  const [round, setRound] = useState(0);
  const latest = useRef(question);
  latest.current = question;
  const key = question?.key;

  useEffect(() => {
    const { current } = latest;
    if (key === undefined || !current) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const settle = (state: AnswerState<T>) => {
      if (!signal.aborted) setSettled({ key, round, state });
    };
    const timer = setTimeout(() => {
      current.ask(signal, round > 0).then(
        value => settle({ kind: 'answered', value }),
        error => settle({ kind: 'failed', error: toError(error) }),
      );
    }, current.delayMs ?? 0);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [key, round]);

  const again = useCallback(() => setRound(last => last + 1), []);
  const known = settled?.key === key && settled?.round === round;
  return {
    state: known && settled ? settled.state : { kind: 'waiting' },
    again,
  };
}
