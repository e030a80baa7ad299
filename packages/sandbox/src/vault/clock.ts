/** A pending timer, to be handed back to the clock that gave it. */
export type TimerHandle = ReturnType<typeof setTimeout> | number;

/** Time as the server sees it, so that tests can move it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  setTimer(run: () => void, milliseconds: number): TimerHandle;
  clearTimer(handle: TimerHandle): void;
}

/** The machine's own time. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer: (run, milliseconds) => setTimeout(run, milliseconds).unref(),
  clearTimer: handle => clearTimeout(handle),
};
