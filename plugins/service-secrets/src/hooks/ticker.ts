const TICK_MS = 1000;

/**
 * One timer for every countdown on the page. It runs while somebody watches
 * and the tab is visible; times are of `performance.now()`, which no change of
 * the computer's clock can bend.
 */
class Ticker {
  private time = 0;
  private timer?: ReturnType<typeof setInterval>;
  private readonly listeners = new Set<() => void>();

  /** The time of the last tick; only a tick changes it, so that one rendering sees one time. */
  readonly lastTick = (): number => this.time;

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.listeners.size === 0) {
      document.addEventListener('visibilitychange', this.follow);
      this.time = performance.now();
    }
    this.listeners.add(listener);
    this.run();
    return () => this.unsubscribe(listener);
  };

  private unsubscribe(listener: () => void): void {
    this.listeners.delete(listener);
    if (this.listeners.size > 0) return;
    document.removeEventListener('visibilitychange', this.follow);
    this.pause();
  }

  private readonly follow = (): void => {
    if (document.hidden) {
      this.pause();
      return;
    }
    this.tick();
    this.run();
  };

  private run(): void {
    if (this.timer === undefined && !document.hidden) {
      this.timer = setInterval(this.tick, TICK_MS);
    }
  }

  private pause(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private readonly tick = (): void => {
    this.time = performance.now();
    for (const listener of this.listeners) listener();
  };
}

/** The page's only timer for countdowns. */
export const ticker = new Ticker();
