import { Clock } from '../clock';

interface Timer {
  at: number;
  run: () => void;
}

/** A clock that stands still until it is told to advance. */
export class FakeClock implements Clock {
  private time: number;
  private lastHandle = 0;
  private readonly timers = new Map<number, Timer>();

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  setTimer(run: () => void, milliseconds: number): number {
    this.lastHandle += 1;
    this.timers.set(this.lastHandle, { at: this.time + milliseconds, run });
    return this.lastHandle;
  }

  clearTimer(handle: number): void {
    this.timers.delete(handle);
  }

  /** How many timers are pending: one heap must need one timer. */
  get pending(): number {
    return this.timers.size;
  }

  /** Fires every timer due on the way, in order, letting promises settle between them. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.time + milliseconds;
    for (;;) {
      const due = [...this.timers.entries()]
        .filter(([, timer]) => timer.at <= until)
        .sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      const [handle, timer] = due;
      this.timers.delete(handle);
      this.time = Math.max(this.time, timer.at);
      timer.run();
      await settle();
    }
    this.time = until;
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise(resolve => setImmediate(resolve));
  }
}
