import {
  FocusEvent,
  KeyboardEvent,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';

/** How far Page Up and Page Down go. */
const PAGE = 10;

const steps: Readonly<Record<string, (index: number, last: number) => number>> =
  {
    ArrowDown: index => index + 1,
    ArrowUp: index => index - 1,
    PageDown: index => index + PAGE,
    PageUp: index => index - PAGE,
    Home: () => 0,
    End: (_index, last) => last,
  };

/** Where a key leads from a row; undefined when it leads nowhere. */
export function rowAfterKey(
  key: string,
  index: number,
  count: number,
): number | undefined {
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (!step || count === 0) return undefined;
  return Math.min(count - 1, Math.max(0, step(index, count - 1)));
}

function rowIndexOf(target: EventTarget): number | undefined {
  const row =
    target instanceof HTMLElement
      ? target.closest<HTMLElement>('[data-index]')
      : null;
  return row ? Number(row.dataset.index) : undefined;
}

/** Keyboard movement over rows, of which only some are in the page: one is the tab stop, keys move it. */
export function useRowFocus(
  container: HTMLElement | null,
  count: number,
  reveal?: (index: number) => void,
) {
  const [current, setCurrent] = useState(0);
  const wanted = useRef<number | undefined>(undefined);
  const inside = useRef(false);
  const active = Math.min(current, Math.max(0, count - 1));

  useEffect(() => {
    if (wanted.current === undefined) return;
    const row = container?.querySelector<HTMLElement>(
      `[data-index="${wanted.current}"]`,
    );
    wanted.current = undefined;
    row?.focus({ preventScroll: reveal !== undefined });
  }, [container, current, reveal]);

  // A row that goes with the focus in it, such as a revoked lease, hands it to
  // the one in its place; the browser would begin the page anew.
  useEffect(() => {
    if (!inside.current || document.activeElement !== document.body) return;
    container
      ?.querySelector<HTMLElement>(`[data-index="${active}"]`)
      ?.focus({ preventScroll: true });
  });

  const onFocus = useCallback((event: FocusEvent) => {
    inside.current = true;
    const index = rowIndexOf(event.target);
    if (index !== undefined) setCurrent(index);
  }, []);
  const onBlur = useCallback(() => {
    inside.current = false;
  }, []);

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const from = rowIndexOf(event.target);
      if (from === undefined) return;
      const to = rowAfterKey(event.key, from, count);
      if (to === undefined) return;
      event.preventDefault();
      wanted.current = to;
      reveal?.(to);
      setCurrent(to);
    },
    [count, reveal],
  );

  return { active, onFocus, onBlur, onKeyDown };
}
