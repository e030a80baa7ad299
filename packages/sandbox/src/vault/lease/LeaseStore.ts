import { Clock } from '../clock';
import { reasonOf } from '../problems';
import { ExpiryQueue } from './ExpiryQueue';
import { Lease } from './Lease';
import { LeaseTree } from './LeaseTree';

/** How failed revocations are tried again. */
export interface LeaseRetry {
  /** After this many failures a lease is irrevocable. */
  readonly attempts: number;
  /** Pause after the first failure; it doubles each time, give or take half. */
  readonly baseMilliseconds: number;
}

/** Vault's own numbers. */
export const defaultLeaseRetry: LeaseRetry = {
  attempts: 6,
  baseMilliseconds: 10_000,
};

const day = 86_400_000;
const failureLength = 240;
/** Revocations at the same time; engines queue on their own connections anyway. */
const workers = 50;

/**
 * Every lease by id, and the one place that ends them: on expiry, on demand,
 * with retries, and finally as irrevocable.
 */
export class LeaseStore {
  private readonly leases = new Map<string, Lease>();
  private readonly tree = new LeaseTree();
  private readonly queue: ExpiryQueue<Lease>;
  private readonly waiting: Lease[] = [];
  private readonly running = new Map<Lease, Promise<void>>();
  private busy = 0;

  constructor(
    private readonly clock: Clock,
    private readonly retry: LeaseRetry,
  ) {
    this.queue = new ExpiryQueue(clock, due => this.expire(due));
  }

  add(lease: Lease): void {
    this.leases.set(lease.id, lease);
    this.tree.add(lease.id);
    lease.owner?.leases.add(lease);
    this.queue.add(lease.dueAt, lease);
  }

  get(id: string): Lease | undefined {
    return this.leases.get(id);
  }

  all(): Lease[] {
    return [...this.leases.values()];
  }

  /** Direct children of a folder of lease ids. */
  children(folder: string): string[] {
    return this.tree.children(folder);
  }

  /** Leases at or below a prefix; without a slash the prefix may be one whole id. */
  below(prefix: string): Lease[] {
    const exact = this.leases.get(prefix);
    if (exact) return [exact];
    const folder =
      prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
    return this.tree.below(folder).flatMap(id => this.leases.get(id) ?? []);
  }

  irrevocable(): Lease[] {
    return this.all().filter(lease => lease.failure !== undefined);
  }

  /** Moves a lease's end. */
  reschedule(lease: Lease, expiresAt: number): void {
    lease.expiresAt = expiresAt;
    lease.dueAt = expiresAt;
    this.queue.add(expiresAt, lease);
  }

  /** Forgets a lease without revoking anything. */
  drop(lease: Lease): void {
    if (!this.leases.delete(lease.id)) return;
    this.tree.remove(lease.id);
    lease.owner?.leases.delete(lease);
  }

  /** Revokes in the background, with retries. */
  revokeSoon(lease: Lease): void {
    const now = this.clock.now();
    lease.expiresAt = Math.min(lease.expiresAt, now);
    lease.dueAt = now;
    lease.attempts = 0;
    this.enqueue(lease);
  }

  /** Revokes and waits; rejects with the source's own error. */
  revokeNow(lease: Lease): Promise<void> {
    const present = this.running.get(lease);
    if (present) return present;
    const attempt = this.attempt(lease).finally(() =>
      this.running.delete(lease),
    );
    this.running.set(lease, attempt);
    return attempt;
  }

  /** While sealed nothing expires. */
  pause(): void {
    this.queue.pause();
  }

  /** After unsealing, leases that were given up are tried once more. */
  resume(): void {
    this.queue.resume();
    this.irrevocable().forEach(lease => this.enqueue(lease));
  }

  private async attempt(lease: Lease): Promise<void> {
    if (!this.leases.has(lease.id)) return;
    await lease.source.revoke(lease);
    this.drop(lease);
  }

  private expire(due: Lease[]): void {
    const now = this.clock.now();
    due
      .filter(
        lease => this.leases.get(lease.id) === lease && lease.dueAt <= now,
      )
      .forEach(lease => this.enqueue(lease));
  }

  private enqueue(lease: Lease): void {
    this.waiting.push(lease);
    while (this.busy < workers && this.waiting.length > 0) {
      this.busy += 1;
      void this.work();
    }
  }

  private async work(): Promise<void> {
    for (let lease = this.waiting.pop(); lease; lease = this.waiting.pop()) {
      await this.revokeNow(lease).catch(this.failed.bind(this, lease));
    }
    this.busy -= 1;
  }

  private failed(lease: Lease, error: unknown): void {
    lease.attempts += 1;
    const now = this.clock.now();
    if (lease.failure !== undefined || lease.attempts >= this.retry.attempts) {
      lease.failure ??= `out of retries: ${reasonOf(error)}`.slice(
        0,
        failureLength,
      );
      lease.renewable = false;
      lease.dueAt = now + day;
    } else {
      const pause = this.retry.baseMilliseconds * 2 ** (lease.attempts - 1);
      lease.dueAt = now + pause * (0.5 + Math.random());
    }
    this.queue.add(lease.dueAt, lease);
  }
}
