import { Clock } from './Clock';

/** How much load one upstream gets from us. */
export interface GateLimits {
  /** Requests under way at once. */
  readonly concurrency: number;
  readonly requestsPerSecond: number;
}

interface Waiter {
  readonly start: () => void;
  cancelled: boolean;
}

/** The longest pause an upstream may ask of us. */
const LONGEST_PAUSE_MS = 10_000;
const FIRST_PAUSE_MS = 250;
/** Of the configured rate; below it an upstream that once complained would never recover. */
const LOWEST_SHARE = 0.05;

/**
 * Admits requests to one upstream: a cap on those under way, a rate, and one
 * pause for all of them when the upstream says that it is too much.
 */
export class RequestGate {
  private underWay = 0;
  private tokens = 1;
  private share = 1;
  private refilledAt: number;
  private pausedUntil = 0;
  private nextPause = FIRST_PAUSE_MS;
  private readonly waiting: Waiter[] = [];
  private cancelWake?: () => void;

  constructor(
    private readonly limits: GateLimits,
    private readonly clock: Clock,
  ) {
    this.refilledAt = clock.now();
    this.tokens = this.burst();
  }

  /** Whether a request may start now, ahead of nobody. */
  tryEnter(): boolean {
    return this.waiting.length === 0 && this.take();
  }

  /** Starts a request when there is room; answers how to give up waiting. */
  wait(start: () => void): () => void {
    const waiter: Waiter = { start, cancelled: false };
    this.waiting.push(waiter);
    this.admit();
    return () => {
      waiter.cancelled = true;
    };
  }

  /** A request ended; whatever it answered. */
  leave(): void {
    this.underWay -= 1;
    if (this.waiting.length > 0) this.admit();
  }

  /** The upstream answered as it should. */
  succeeded(): void {
    if (this.share < 1) this.share = Math.min(1, this.share * 1.02);
    this.nextPause = FIRST_PAUSE_MS;
  }

  /** The upstream said it is too much; all requests wait as long as it asked, within bounds. */
  pause(retryAfterMs: number | undefined): void {
    const now = this.clock.now();
    const alreadyPaused = now < this.pausedUntil;
    const wait = Math.min(retryAfterMs ?? this.nextPause, LONGEST_PAUSE_MS);
    this.pausedUntil = Math.max(this.pausedUntil, now + wait);
    // One overload shows in every request under way; it counts once.
    if (alreadyPaused) return;
    this.share = Math.max(LOWEST_SHARE, this.share * 0.7);
    this.tokens = Math.min(this.tokens, 1);
    this.nextPause = Math.min(this.nextPause * 2, LONGEST_PAUSE_MS);
  }

  private admit(): void {
    while (this.waiting.length > 0) {
      if (this.waiting[0].cancelled) {
        this.waiting.shift();
      } else if (this.take()) {
        this.waiting.shift()?.start();
      } else {
        this.wakeLater();
        return;
      }
    }
  }

  private take(): boolean {
    if (this.underWay >= this.limits.concurrency) return false;
    const now = this.clock.now();
    if (now < this.pausedUntil) return false;
    this.refill(now);
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    this.underWay += 1;
    return true;
  }

  private refill(now: number): void {
    const earned = ((now - this.refilledAt) / 1000) * this.rate();
    this.tokens = Math.min(this.burst(), this.tokens + earned);
    this.refilledAt = now;
  }

  private rate(): number {
    return this.limits.requestsPerSecond * this.share;
  }

  /** A tenth of a second's worth, so that a burst does not use up a server's quota. */
  private burst(): number {
    return Math.max(1, this.rate() / 10);
  }

  /** When only time can make room; a request that ends makes room by itself. */
  private wakeLater(): void {
    if (this.cancelWake || this.underWay >= this.limits.concurrency) return;
    const forPause = this.pausedUntil - this.clock.now();
    const forToken = ((1 - this.tokens) / this.rate()) * 1000;
    const wait = Math.max(1, Math.ceil(Math.max(forPause, forToken)));
    this.cancelWake = this.clock.after(wait, () => {
      this.cancelWake = undefined;
      this.admit();
    });
  }
}
