import { useEffect, useRef } from 'react';

/** So that a thousand open tabs do not ask in the same second. */
const JITTER = 0.2;

function jittered(milliseconds: number): number {
  return milliseconds * (1 - JITTER + 2 * JITTER * Math.random());
}

/** Calls again and again while the browser tab is visible, and at once when it comes back after a longer absence. */
export function usePolling(call: () => void, everyMs: number): void {
  const latest = useRef(call);
  useEffect(() => {
    latest.current = call;
  }, [call]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = performance.now();
    const poll = () => {
      last = performance.now();
      latest.current();
      timer = setTimeout(poll, jittered(everyMs));
    };
    const follow = () => {
      clearTimeout(timer);
      if (document.hidden) return;
      const waited = performance.now() - last;
      if (waited >= everyMs) poll();
      else timer = setTimeout(poll, jittered(everyMs - waited));
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', follow);
    };
  }, [everyMs]);
}
