import type { Clock } from '../upstream/Clock';

/** A clock that moves when told to. */
export class FakeClock implements Clock {
  private time: number;
  private tasks: { readonly at: number; readonly run: () => void }[] = [];

  constructor(start = Date.parse('2026-08-01T10:00:00.000Z')) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  after(ms: number, run: () => void): () => void {
    const task = { at: this.time + ms, run };
    this.tasks.push(task);
    return () => {
      this.tasks = this.tasks.filter(other => other !== task);
    };
  }

  pending(): number {
    return this.tasks.length;
  }

  /** Moves on and runs what falls due on the way, in its order. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      const [next] = [...this.tasks].sort((a, b) => a.at - b.at);
      if (!next || next.at > end) break;
      this.tasks = this.tasks.filter(task => task !== next);
      this.time = Math.max(this.time, next.at);
      next.run();
      await settle();
    }
    this.time = end;
    await settle();
  }
}

/** Lets promises that are ready run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
