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
      /** Set when the last refresh failed: what is shown is the answer before it. */
      readonly stale?: Error;
    };

/** A question to the backend. The same subject with another key is the same thing, asked anew. */
export interface Question<T> {
  readonly subject: string;
  readonly key: string;
  readonly ask: (
    signal: AbortSignal,
    /** Shows what is there already of a longer answer. */
    publish: (value: T) => void,
  ) => Promise<T>;
}

interface Settled<T> {
  readonly subject: string;
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

/** Asks once per key, and keeps the last answer on the same subject while a newer one is on the way. */
export function useAsked<T>(question: Question<T>): {
  readonly state: Asked<T>;
  readonly again: () => void;
} {
  const { subject, key } = question;
  const [settled, setSettled] = useState<Settled<T>>();
  const [round, setRound] = useState(0);
  const latest = useRef(question);
  latest.current = question;

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const settle = (next: (previous: Asked<T>) => Asked<T>) => {
      if (signal.aborted) return;
      setSettled(last => ({
        subject,
        asked: next(last?.subject === subject ? last.asked : loading),
      }));
    };
    const show = (value: T, refreshing: boolean) => {
      const received = performance.now();
      settle(() => ({ kind: 'ready', value, received, refreshing }));
    };
    settle(previous =>
      previous.kind === 'ready' ? { ...previous, refreshing: true } : loading,
    );
    latest.current
      .ask(signal, value => show(value, true))
      .then(
        value => show(value, false),
        error => settle(previous => afterFailure(previous, toError(error))),
      );
    return () => controller.abort();
  }, [subject, key, round]);

  const again = useCallback(() => setRound(last => last + 1), []);
  return {
    state: settled?.subject === subject ? settled.asked : loading,
    again,
  };
}
