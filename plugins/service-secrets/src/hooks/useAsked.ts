import { toError } from '@backstage/errors';
import { useCallback, useEffect, useRef, useState } from 'react';

import { failureKind } from './failureKind';

/** What a question to the backend can be in. */
export type Asked<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'denied'; readonly error: Error }
  | { readonly kind: 'not-found'; readonly error: Error }
  | { readonly kind: 'failed'; readonly error: Error }
  | {
      readonly kind: 'ready';
      readonly value: T;
      /** `performance.now()` when the answer arrived. */
      readonly received: number;
      /** A newer answer is on the way. */
      readonly refreshing: boolean;
      /** What is shown answers another choice; the answer to this one is on the way. */
      readonly outdated?: boolean;
      /** Set when the last refresh failed: what is shown is the answer before it. */
      readonly stale?: Error;
    };

/** A question to the backend. The same subject with another key is the same thing, asked anew. */
export interface Question<T> {
  readonly subject: string;
  /** What is chosen of the subject, such as a filter. The answer to another choice stands in until this one's comes, but not when it fails. */
  readonly choice?: string;
  readonly key: string;
  readonly ask: (
    signal: AbortSignal,
    /** Shows what is there already of a longer answer. */
    publish: (value: T) => void,
  ) => Promise<T>;
}

interface Settled<T> extends Pick<Question<T>, 'subject' | 'choice'> {
  readonly asked: Asked<T>;
}

const loading = { kind: 'loading' } as const;

function afterFailure<T>(previous: Asked<T>, error: Error): Asked<T> {
  const kind = failureKind(error);
  // Lost permission hides what was shown; a backend that is down does not.
  return kind === 'failed' && previous.kind === 'ready'
    ? { ...previous, refreshing: false, stale: error }
    : { kind, error };
}

/** What is known of a question, by what was settled last. */
function stateOf<T>(
  { subject, choice }: Question<T>,
  settled: Settled<T> | undefined,
): Asked<T> {
  if (settled?.subject !== subject) return loading;
  const { asked } = settled;
  if (settled.choice === choice) return asked;
  return asked.kind === 'ready'
    ? { ...asked, refreshing: true, outdated: true }
    : loading;
}

/** Asks once per key, and keeps the last answer on the same subject while a newer one is on the way. */
export function useAsked<T>(question: Question<T>): {
  readonly state: Asked<T>;
  readonly again: () => void;
} {
  const { subject, choice, key } = question;
  const [settled, setSettled] = useState<Settled<T>>();
  const [round, setRound] = useState(0);
  const latest = useRef(question);
  latest.current = question;

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const settle = (next: (last?: Settled<T>) => Settled<T>) => {
      if (signal.aborted) return;
      setSettled(last => next(last?.subject === subject ? last : undefined));
    };
    const show = (value: T, refreshing: boolean) => {
      const received = performance.now();
      const asked = { kind: 'ready', value, received, refreshing } as const;
      settle(() => ({ subject, choice, asked }));
    };
    settle(last =>
      last?.asked.kind === 'ready'
        ? { ...last, asked: { ...last.asked, refreshing: true } }
        : { subject, choice, asked: loading },
    );
    latest.current
      .ask(signal, value => show(value, true))
      .then(
        value => show(value, false),
        error =>
          settle(last => {
            const before = last?.choice === choice ? last?.asked : undefined;
            const asked = afterFailure(before ?? loading, toError(error));
            return { subject, choice, asked };
          }),
      );
    return () => controller.abort();
  }, [subject, choice, key, round]);

  const again = useCallback(() => setRound(last => last + 1), []);
  return { state: stateOf(question, settled), again };
}
