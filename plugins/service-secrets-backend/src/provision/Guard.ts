import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { ConflictError } from '@backstage/errors';
import { ServiceName } from 'backstage-plugin-service-secrets-common';

import { LedgerStore } from './ledger/LedgerStore';

const HOLD_MS = 60_000;
/** Far less than a hold, so that one slow step does not end it. */
const KEEP_EVERY_MS = 5_000;
const WAIT_MS = 20_000;
const ASK_AGAIN_MS = 100;

/** What guarding needs; `pause` waits between two attempts to take a lock. */
export interface GuardOptions {
  readonly ledger: LedgerStore;
  readonly clock: () => Date;
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** A lock that is held. */
export interface Hold {
  /** Extends the lock; throws when it ended or another took it over, so that nothing more is written. */
  extend(): Promise<void>;
  /** The same, at most every few seconds: for the many small steps of a long piece of work. */
  keep(): Promise<void>;
}

/** Whose objects are to be changed, and where. */
export interface LockedService {
  readonly instance: string;
  readonly cluster: string;
  readonly entityRef: string;
  /** What the service is called there; asked for once nobody else changes the service. */
  readonly names: () => Promise<readonly ServiceName[]>;
  /** Aborted when nobody waits for the outcome any more. */
  readonly signal?: AbortSignal;
}

function endOf(now: Date): Date {
  return new Date(now.getTime() + HOLD_MS);
}

function checkWanted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new ConflictError(
    'It was cancelled, or its caller was gone, before it was done; nothing more was written',
  );
}

/** A hold that ends with its caller: nobody who cancels is surprised by a later write. */
function whileWanted(hold: Hold, signal: AbortSignal | undefined): Hold {
  return {
    extend: async () => {
      checkWanted(signal);
      await hold.extend();
    },
    keep: async () => {
      checkWanted(signal);
      await hold.keep();
    },
  };
}

function together(outer: Hold, inner: Hold): Hold {
  return {
    extend: async () => {
      await outer.extend();
      await inner.extend();
    },
    keep: async () => {
      await outer.keep();
      await inner.keep();
    },
  };
}

/**
 * Lets one run at a time change a service, and one a connection, whichever
 * replica it runs on. A second one waits its turn and then finds the work
 * done. A lock ends by itself, so a dead process blocks nobody for long.
 */
export class Guard {
  constructor(private readonly options: GuardOptions) {}

  /**
   * Locks on the service, so that its names stay the same, and on each of
   * those names, which say what its objects are called: in the instance and in
   * the cluster. They hold for all environments there, because those write to
   * one Vault, or into one namespace from two.
   */
  async service<T>(
    { instance, cluster, entityRef, names, signal }: LockedService,
    work: (hold: Hold) => Promise<T>,
  ): Promise<T> {
    const busy = `Another run for ${entityRef} is under way`;
    const key = `service ${instance} ${entityRef}`;
    return this.locked({ key, busy }, async hold => {
      const keys = (await names()).flatMap(({ namespace, name }) => [
        `name ${instance} ${namespace}/${name}`,
        `place ${cluster} ${namespace}/${name}`,
      ]);
      // In one order for everybody, so that no two runs wait for each other.
      const mine = whileWanted(hold, signal);
      return this.allLocked({ keys: [...keys].sort(), busy }, mine, work);
    });
  }

  async connection(
    instance: string,
    connection: string,
    work: () => Promise<void>,
  ): Promise<void> {
    const key = `connection ${instance} ${connection}`;
    const busy = `Connection ${connection} is being changed by other runs`;
    await this.locked({ key, busy }, work);
  }

  private async allLocked<T>(
    { keys, busy }: { keys: readonly string[]; busy: string },
    hold: Hold,
    work: (hold: Hold) => Promise<T>,
  ): Promise<T> {
    const [key, ...rest] = keys;
    if (key === undefined) return work(hold);
    return this.locked({ key, busy }, inner =>
      this.allLocked({ keys: rest, busy }, together(hold, inner), work),
    );
  }

  private async locked<T>(
    { key, busy }: { key: string; busy: string },
    work: (hold: Hold) => Promise<T>,
  ): Promise<T> {
    const holder = randomUUID();
    const { ledger, pause = sleep } = this.options;
    for (let waited = 0; !(await this.take(key, holder)); ) {
      if (waited >= WAIT_MS) {
        throw new ConflictError(`${busy}; try again when it is over`);
      }
      await pause(ASK_AGAIN_MS);
      waited += ASK_AGAIN_MS;
    }
    try {
      return await work(this.held({ key, holder, busy }));
    } finally {
      // A lock that cannot be given back ends by itself.
      await ledger.release({ key, holder }).catch(() => undefined);
    }
  }

  private held(lock: { key: string; holder: string; busy: string }): Hold {
    const { clock, ledger } = this.options;
    const { key, holder, busy } = lock;
    let extendedAt = clock().getTime();
    const extend = async () => {
      const now = clock();
      if (!(await ledger.extend({ key, holder, until: endOf(now) }, now))) {
        throw new ConflictError(
          `${busy}, or this one was held up for too long: it lost its place and wrote nothing more`,
        );
      }
      extendedAt = now.getTime();
    };
    const keep = async () => {
      if (clock().getTime() - extendedAt >= KEEP_EVERY_MS) await extend();
    };
    return { extend, keep };
  }

  private async take(key: string, holder: string): Promise<boolean> {
    const now = this.options.clock();
    return this.options.ledger.acquire({ key, holder, until: endOf(now) }, now);
  }
}
