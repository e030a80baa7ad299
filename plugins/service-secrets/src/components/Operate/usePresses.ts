import { toError } from '@backstage/errors';
import { useCallback, useRef, useState } from 'react';

/** Something the reader set going with a button: under way until it has a result or an error. */
export interface Press {
  readonly id: number;
  /** What it does, such as `Renewing lease …7kHXqX0j`. */
  readonly what: string;
  readonly result?: string;
  readonly error?: Error;
}

/** Sets something going; it answers in words what became of it. */
export type StartPress = (what: string, act: () => Promise<string>) => void;

const isUnderWay = ({ result, error }: Press) =>
  result === undefined && error === undefined;

/**
 * What became of the last presses. Buttons stand in many rows and may be pressed
 * faster than they are answered: each press goes its way, and none hides another.
 */
export function usePresses(onSettled: () => void): {
  readonly presses: readonly Press[];
  readonly start: StartPress;
} {
  const [presses, setPresses] = useState<readonly Press[]>([]);
  const latest = useRef(onSettled);
  latest.current = onSettled;
  const lastId = useRef(0);

  const start = useCallback((what: string, act: () => Promise<string>) => {
    lastId.current += 1;
    const id = lastId.current;
    const settle = (outcome: Partial<Press>) =>
      setPresses(all =>
        all.map(press => (press.id === id ? { ...press, ...outcome } : press)),
      );
    // The first press after a pause is the beginning of a new list.
    setPresses(all => [...(all.some(isUnderWay) ? all : []), { id, what }]);
    act()
      .then(
        result => settle({ result }),
        error => settle({ error: toError(error) }),
      )
      // A refusal too may mean that things are not as they are shown.
      .finally(() => latest.current());
  }, []);
  return { presses, start };
}
