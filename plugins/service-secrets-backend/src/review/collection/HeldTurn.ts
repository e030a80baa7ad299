import { randomUUID } from 'node:crypto';

import { CollectionRequest, RunStore } from '../FleetStore';
import { Moment, RunRecord } from '../records';

/** What holding the turn needs. */
export interface HeldTurnOptions {
  readonly runs: RunStore;
  readonly clock: () => Date;
  /** Silent for this long, and somebody else may take it. */
  readonly leaseMs: number;
}

/**
 * The turn while one replica has it. A heartbeat keeps it alive; what its
 * holder writes about the run is refused once somebody else has it.
 */
export class HeldTurn {
  // Of this turn alone: one that was held up and lost must not live on by another of the same process.
  private readonly holder = randomUUID();
  private readonly stop = new AbortController();
  private beat: NodeJS.Timeout | undefined;

  private constructor(private readonly options: HeldTurnOptions) {}

  /** Takes it when something is due and nobody living has it. */
  static async take(options: HeldTurnOptions): Promise<HeldTurn | undefined> {
    const turn = new HeldTurn(options);
    const { runs, leaseMs } = options;
    const isTaken = await runs.take(turn.holder, turn.now(), leaseMs);
    if (!isTaken) return undefined;
    turn.beat = setInterval(() => turn.keep(), leaseMs / 4);
    turn.beat.unref();
    return turn;
  }

  /** Aborted when somebody else has the turn, or nobody knows. */
  get lost(): AbortSignal {
    return this.stop.signal;
  }

  async save(run: RunRecord): Promise<void> {
    const isKept = await this.options.runs.saveRun(this.holder, run);
    if (!isKept) this.stop.abort();
  }

  async accept(request: CollectionRequest): Promise<void> {
    await this.options.runs.accept(this.holder, request, this.now());
  }

  /** Without `dueAt` the work goes on at the next chance. */
  async leave(dueAt?: Moment): Promise<void> {
    await this.options.runs.leave(this.holder, dueAt);
  }

  /** No more heartbeats: if the turn was not left, it ends by itself. */
  end(): void {
    clearInterval(this.beat);
  }

  private now(): Moment {
    return this.options.clock().getTime();
  }

  private keep(): void {
    const { runs, leaseMs } = this.options;
    runs
      .keep(this.holder, this.now(), leaseMs)
      .then(isKept => {
        if (!isKept) this.stop.abort();
      })
      .catch(() => this.stop.abort());
  }
}
