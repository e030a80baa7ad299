import { toError } from '@backstage/errors';
import { useCallback, useRef, useState } from 'react';

/** Something the reader starts: whether it runs, and why it failed. */
export interface Action<A> {
  readonly run: (argument: A) => void;
  readonly pending: boolean;
  readonly error?: Error;
  readonly clear: () => void;
}

/** Runs something once at a time; a failure is kept to be shown. */
export function useAction<A, T>(
  act: (argument: A) => Promise<T>,
  onDone?: (result: T) => void,
): Action<A> {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<Error>();
  const latest = useRef({ act, onDone });
  latest.current = { act, onDone };
  const busy = useRef(false);

  const run = useCallback((argument: A) => {
    if (busy.current) return;
    busy.current = true;
    setPending(true);
    setError(undefined);
    latest.current
      .act(argument)
      .then(
        result => latest.current.onDone?.(result),
        failure => setError(toError(failure)),
      )
      .finally(() => {
        busy.current = false;
        setPending(false);
      });
  }, []);
  const clear = useCallback(() => setError(undefined), []);
  return { run, pending, error, clear };
}
