import { systemClock } from '../upstream/Clock';
import type { Clock } from '../upstream/Clock';
import type { Lease, Mounted, VaultApi } from './VaultApi';

/** The leases of one database role. `leases` holds those whose times were read. */
export interface RoleLeases {
  /** How many there are. */
  readonly total: number;
  readonly ids: readonly string[];
  /** Each with its own `readAt`: count down from there. */
  readonly leases: readonly Lease[];
  /** False when there are too many to look each up: `leases` is then a sample. */
  readonly complete: boolean;
  /** Look-ups this reading cost; the others were known. */
  readonly asked: number;
}

/** Bounds of a `LeaseReader`; each has a default. */
export interface LeaseReaderOptions {
  /** Look-ups under way at once; 8. */
  readonly concurrency?: number;
  /** Longer lists are counted and sampled; 10,000. */
  readonly ceiling?: number;
  /** Look-ups of a list that is too long; 200. */
  readonly sample?: number;
  /** A known lease is looked up again after this long; 5 minutes. */
  readonly maxAgeMs?: number;
  /** And in this last part of the time it had left when read, where a renewal is due; 1/3. */
  readonly lastPart?: number;
  /** Roles remembered; the one read longest ago is forgotten first; 500. */
  readonly roles?: number;
  readonly clock?: Clock;
}

const defaults = {
  concurrency: 8,
  ceiling: 10_000,
  sample: 200,
  maxAgeMs: 5 * 60_000,
  lastPart: 1 / 3,
  roles: 500,
  clock: systemClock,
};

type Known = ReadonlyMap<string, Lease>;

/**
 * Reads the leases of a role with as few requests as the truth allows: one
 * LIST each time, and a look-up only for an id that is new or whose times may
 * have changed. Readings of the same role at the same moment are one.
 */
export class LeaseReader {
  private readonly options: Required<LeaseReaderOptions>;
  private readonly known = new Map<string, Known>();
  private readonly underWay = new Map<string, Promise<RoleLeases>>();

  constructor(
    private readonly vault: Pick<VaultApi, 'leaseIds' | 'lease'>,
    options: LeaseReaderOptions = {},
  ) {
    this.options = { ...defaults, ...options };
  }

  /** Throws `VaultError` when the list or a look-up fails: part of a truth is not shown as all of it. */
  async read(role: Mounted): Promise<RoleLeases> {
    const key = `${role.mount}/${role.name}`;
    const running = this.underWay.get(key);
    if (running) return running;
    const reading = this.readOnce(key, role).finally(() => {
      this.underWay.delete(key);
    });
    this.underWay.set(key, reading);
    return reading;
  }

  /** Forgets what is known of a role, so that the next reading looks up each lease. */
  forget(role: Mounted): void {
    this.known.delete(`${role.mount}/${role.name}`);
  }

  private async readOnce(key: string, role: Mounted): Promise<RoleLeases> {
    const ids = await this.vault.leaseIds(role);
    const complete = ids.length <= this.options.ceiling;
    const wanted = complete ? ids : spread(ids, this.options.sample);
    const before = this.known.get(key);
    const now = this.options.clock.now();
    const found = new Map<string, Lease>();
    const toAsk: string[] = [];
    for (const id of wanted) {
      const lease = before?.get(id);
      if (lease && !this.mayHaveChanged(lease, now)) found.set(id, lease);
      else toAsk.push(id);
    }
    const gone = await this.lookUp(toAsk, found);
    this.remember(key, found);
    return {
      total: ids.length - gone.size,
      ids: gone.size === 0 ? ids : ids.filter(id => !gone.has(id)),
      leases: wanted.flatMap(id => found.get(id) ?? []),
      complete,
      asked: toAsk.length,
    };
  }

  private mayHaveChanged(lease: Lease, now: number): boolean {
    const age = now - lease.readAt.getTime();
    if (age >= this.options.maxAgeMs) return true;
    return age >= lease.ttlSeconds * 1000 * (1 - this.options.lastPart);
  }

  /** Adds what it finds; answers the ids of leases that ended since they were listed. */
  private async lookUp(
    ids: readonly string[],
    found: Map<string, Lease>,
  ): Promise<Set<string>> {
    const gone = new Set<string>();
    let next = 0;
    let failed = false;
    const worker = async () => {
      while (next < ids.length && !failed) {
        const id = ids[next++];
        try {
          const lease = await this.vault.lease(id);
          if (lease) found.set(id, lease);
          else gone.add(id);
        } catch (error) {
          failed = true;
          throw error;
        }
      }
    };
    const workers = Math.min(this.options.concurrency, ids.length);
    await Promise.all(Array.from({ length: workers }, worker));
    return gone;
  }

  private remember(key: string, leases: Known): void {
    this.known.delete(key);
    this.known.set(key, leases);
    if (this.known.size <= this.options.roles) return;
    const [oldest] = this.known.keys();
    this.known.delete(oldest);
  }
}

/** Evenly spread over the list, and the same ones as long as the list is the same. */
function spread(ids: readonly string[], count: number): string[] {
  const step = ids.length / count;
  return Array.from(
    { length: count },
    (_, index) => ids[Math.floor(index * step)],
  );
}
