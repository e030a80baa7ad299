import { Clock, TimerHandle } from '../clock';

interface Entry<T> {
  at: number;
  item: T;
}

/** Longest delay a Node timer keeps; later entries wait in more than one step. */
const longestTimer = 2 ** 31 - 1;

/**
 * Calls back when items fall due: a binary heap and one timer for all of
 * them, so that fifty thousand leases cost fifty thousand small entries.
 * Entries are never removed early; the callback decides whether a due item
 * is still the one that was meant.
 */
export class ExpiryQueue<T> {
  private readonly heap: Entry<T>[] = [];
  private timer?: { handle: TimerHandle; at: number };
  private paused = false;

  constructor(
    private readonly clock: Clock,
    private readonly onDue: (items: T[]) => void,
  ) {}

  get size(): number {
    return this.heap.length;
  }

  add(at: number, item: T): void {
    this.heap.push({ at, item });
    this.rise(this.heap.length - 1);
    this.arm();
  }

  /** Nothing falls due while the server is sealed. */
  pause(): void {
    this.paused = true;
    this.disarm();
  }

  resume(): void {
    this.paused = false;
    this.arm();
  }

  private arm(): void {
    const next = this.heap[0];
    if (this.paused || !next) return;
    if (this.timer && this.timer.at <= next.at) return;
    this.disarm();
    const delay = Math.min(
      Math.max(next.at - this.clock.now(), 0),
      longestTimer,
    );
    this.timer = {
      at: next.at,
      handle: this.clock.setTimer(() => this.fire(), delay),
    };
  }

  private disarm(): void {
    if (this.timer) this.clock.clearTimer(this.timer.handle);
    this.timer = undefined;
  }

  private fire(): void {
    this.timer = undefined;
    const due: T[] = [];
    const now = this.clock.now();
    while (this.heap[0] && this.heap[0].at <= now) due.push(this.pop());
    if (due.length > 0) this.onDue(due);
    this.arm();
  }

  private pop(): T {
    const top = this.heap[0];
    const last = this.heap.pop();
    if (last && this.heap.length > 0) {
      this.heap[0] = last;
      this.sink();
    }
    return top.item;
  }

  private rise(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.heap[parent].at <= this.heap[index].at) return;
      this.swap(index, parent);
      index = parent;
    }
  }

  private sink(): void {
    let index = 0;
    for (;;) {
      const smallest = [2 * index + 1, 2 * index + 2]
        .filter(child => child < this.heap.length)
        .reduce(
          (best, child) =>
            this.heap[child].at < this.heap[best].at ? child : best,
          index,
        );
      if (smallest === index) return;
      this.swap(index, smallest);
      index = smallest;
    }
  }

  private swap(a: number, b: number): void {
    [this.heap[a], this.heap[b]] = [this.heap[b], this.heap[a]];
  }
}
