import { randomUUID } from 'node:crypto';

import type { LoggerService } from '@backstage/backend-plugin-api';

import { CollectionConfig } from '../config';
import { FleetStore } from '../FleetStore';
import { Moment, RowRecord, RunRecord } from '../records';
import { FleetEntity } from './FleetEntity';
import { FleetReads } from './FleetReads';
import { HeldTurn } from './HeldTurn';
import { ServiceCollector, ServiceOutcome } from './ServiceCollector';
import { workOff } from './workQueue';

/** Something that is done once at the end of a run. */
export interface AfterRun {
  /** What the run is about, for the log when it fails. */
  readonly title: string;
  run(outcomes: readonly ServiceOutcome[], signal: AbortSignal): Promise<void>;
}

/** What collecting the fleet needs. */
export interface FleetCollectorOptions {
  readonly store: FleetStore;
  readonly services: Pick<ServiceCollector, 'collect'>;
  /** What is remembered of one run in the next. */
  readonly reads?: Pick<FleetReads, 'begin' | 'forget'>;
  readonly list: () => Promise<readonly FleetEntity[]>;
  readonly after: readonly AfterRun[];
  readonly config: CollectionConfig;
  readonly clock: () => Date;
  readonly logger: Pick<LoggerService, 'info' | 'warn' | 'error'>;
  /** Called as the run goes on. */
  readonly onProgress?: (run: RunRecord) => void;
}

/** A catalog that has just started lists nothing yet: that is believed the second time, so that no row closes for it. */
const NONE_LISTED =
  'The catalog listed no service with annotations; it is asked once more';

interface Work {
  readonly entity: FleetEntity;
  readonly known: readonly RowRecord[];
}

function groupByEntity(rows: readonly RowRecord[]): Map<string, RowRecord[]> {
  const groups = new Map<string, RowRecord[]>();
  for (const row of rows) {
    const group = groups.get(row.entityRef) ?? [];
    groups.set(row.entityRef, [...group, row]);
  }
  return groups;
}

/** What is remembered may hide what was mended, or what the entity claims now. */
function isReadAnew({ entity, known }: Work): boolean {
  return known.some(
    ({ entityTag, health }) => entityTag !== entity.tag || health === 'broken',
  );
}

/** Changed services first, then those longest not looked at. */
function urgency({ entity, known }: Work): number {
  const changed = known.some(({ entityTag }) => entityTag !== entity.tag);
  if (known.length === 0 || changed) return 0;
  return Math.min(...known.map(({ attemptedAt }) => attemptedAt));
}

type Aim = Pick<RunRecord, 'by' | 'since'>;

/**
 * Collects the fleet when it is this replica's turn. The turn is kept alive
 * by a heartbeat; a replica that dies loses it, and the next one goes on with
 * the services that were not collected yet.
 */
export class FleetCollector {
  constructor(private readonly options: FleetCollectorOptions) {}

  /** Does what is due, and what was asked for meanwhile. Answers whether there was anything. */
  async tick(signal: AbortSignal): Promise<boolean> {
    const { store, clock, config } = this.options;
    const { leaseMs } = config;
    let isDone = false;
    do {
      const turn = await HeldTurn.take({ runs: store.runs, clock, leaseMs });
      if (!turn) return isDone;
      try {
        await this.run(turn, AbortSignal.any([signal, turn.lost]));
      } finally {
        turn.end();
      }
      isDone = true;
      // Each go answers a request, so it ends when nobody asks any more.
    } while (!signal.aborted && (await this.isAsked()));
    return isDone;
  }

  private now(): Moment {
    return this.options.clock().getTime();
  }

  private async isAsked(): Promise<boolean> {
    const { request } = await this.options.store.runs.turn();
    return request !== undefined;
  }

  private async begin(turn: HeldTurn): Promise<RunRecord> {
    const { runs } = this.options.store;
    const [{ request }, [last]] = await Promise.all([
      runs.turn(),
      runs.runs(1),
    ]);
    const startedAt = this.now();
    const { by, since } = request
      ? { by: request.by, since: request.at }
      : this.goOnWith(last, startedAt);
    if (last?.state === 'running') {
      await turn.save({
        ...last,
        state: 'abandoned',
        endedAt: startedAt,
        reason: 'The replica that collected went away; another goes on',
      });
    }
    const run: RunRecord = {
      id: randomUUID(),
      state: 'running',
      trigger: by === undefined ? 'schedule' : 'person',
      by,
      since,
      startedAt,
      services: 0,
      collected: 0,
      skipped: 0,
      failed: 0,
    };
    await turn.save(run);
    // Not before the run is saved, so that a request is at every moment waiting or running; and not
    // later, so that somebody who asks while this one runs gets another.
    if (request) await turn.accept(request);
    return run;
  }

  /** A run that did not get to its end goes on with what is left, and for who waits for it. */
  private goOnWith(last: RunRecord | undefined, now: Moment): Aim {
    if (!last || last.state === 'done') return { since: now };
    const { everyMs, timeoutMs } = this.options.config;
    const isLate = now - last.startedAt > Math.max(everyMs, timeoutMs);
    const since = isLate ? now : last.since ?? last.startedAt;
    // Who asked has been told of a failure, and may ask again.
    return last.state === 'failed' ? { since } : { by: last.by, since };
  }

  private async run(turn: HeldTurn, signal: AbortSignal): Promise<void> {
    const { config, logger } = this.options;
    const run = await this.begin(turn);
    try {
      const end = await this.collectAll(turn, run, signal);
      await turn.save({ ...end, endedAt: this.now() });
      // Of who lost the turn nothing is known any more: another goes on with the run.
      if (turn.lost.aborted) return;
      this.options.onProgress?.(end);
      const isDone = end.state === 'done';
      await turn.leave(
        isDone ? (run.since ?? run.startedAt) + config.everyMs : undefined,
      );
      logger.info(
        `Fleet collection ${end.state}: ${end.collected} of ${end.services} services, ${end.skipped} still fresh, ${end.failed} without an answer`,
      );
    } catch (error) {
      const reason = 'The catalog or the database did not answer';
      logger.error(
        `Fleet collection failed: ${
          error instanceof Error ? error.name : 'unknown error'
        }; what was known stays as it was`,
      );
      const failed: RunRecord = { ...run, state: 'failed', reason };
      await turn.save({ ...failed, endedAt: this.now() });
      this.options.onProgress?.(failed);
      // Asked again at the next period, not at once: it may be down for a while.
      await turn.leave(this.now() + config.leaseMs);
    }
  }

  private async collectAll(
    turn: HeldTurn,
    run: RunRecord,
    signal: AbortSignal,
  ): Promise<RunRecord> {
    const { store, config, list, services, logger } = this.options;
    const [entities, rows, [, before]] = await Promise.all([
      list(),
      store.rows.rows(),
      store.runs.runs(2),
    ]);
    if (entities.length === 0 && before?.reason !== NONE_LISTED)
      return { ...run, state: 'abandoned', reason: NONE_LISTED };
    const known = groupByEntity(rows);
    await this.closeGone(entities, rows);
    const { fresh, due } = this.divide(entities, known, run);
    let now: RunRecord = {
      ...run,
      services: entities.length,
      skipped: fresh.length,
    };
    await turn.save(now);
    this.prepare(due, run);
    const outcomes: ServiceOutcome[] = [];
    await workOff(
      due,
      { concurrency: config.concurrency, signal },
      async work => {
        try {
          const outcome = await services.collect(work.entity, work.known);
          outcomes.push(outcome);
          now = { ...now, failed: now.failed + (outcome.failed ? 1 : 0) };
        } catch (error) {
          now = { ...now, failed: now.failed + 1 };
          const name = error instanceof Error ? error.name : 'unknown error';
          logger.warn(
            `${work.entity.entityRef} could not be collected: ${name}`,
          );
        }
        now = { ...now, collected: now.collected + 1 };
        await this.tell(turn, now);
      },
    );
    await this.finish(outcomes, signal);
    return signal.aborted
      ? { ...now, state: 'abandoned', reason: 'Stopped; the rest follows' }
      : { ...now, state: 'done' };
  }

  /** Fresh ones were read since it counts, by a run that did not get to its end or went on while somebody asked. */
  private divide(
    entities: readonly FleetEntity[],
    known: ReadonlyMap<string, RowRecord[]>,
    { startedAt, since = startedAt }: RunRecord,
  ): { fresh: Work[]; due: Work[] } {
    const all = entities.map(entity => ({
      entity,
      known: known.get(entity.entityRef) ?? [],
    }));
    return {
      fresh: all.filter(work => urgency(work) >= since),
      due: all
        .filter(work => urgency(work) < since)
        .sort((a, b) => urgency(a) - urgency(b)),
    };
  }

  private async closeGone(
    entities: readonly FleetEntity[],
    rows: readonly RowRecord[],
  ): Promise<void> {
    const present = new Set(entities.map(({ entityRef }) => entityRef));
    const gone = rows.filter(({ entityRef }) => !present.has(entityRef));
    await this.options.store.rows.close(
      gone.map(({ id }) => id),
      this.now(),
    );
  }

  private prepare(due: readonly Work[], { trigger, since }: RunRecord): void {
    const { reads } = this.options;
    reads?.begin(
      due.map(({ entity }) => entity),
      trigger === 'person' ? since : undefined,
    );
    for (const { entity } of due.filter(isReadAnew)) {
      if (entity.binding.kind === 'bound')
        reads?.forget(entity.binding.binding);
    }
  }

  /** One write for every ten services is enough for a progress bar. */
  private async tell(turn: HeldTurn, run: RunRecord): Promise<void> {
    if (run.collected % 10 !== 0) return;
    await turn.save(run);
    this.options.onProgress?.(run);
  }

  private async finish(
    outcomes: readonly ServiceOutcome[],
    signal: AbortSignal,
  ): Promise<void> {
    for (const { title, run } of this.options.after) {
      try {
        await run(outcomes, signal);
      } catch (error) {
        const name = error instanceof Error ? error.name : 'unknown error';
        this.options.logger.warn(`Fleet collection: ${title} failed: ${name}`);
      }
    }
  }
}
