import { randomUUID } from 'node:crypto';

import type { LoggerService } from '@backstage/backend-plugin-api';

import { CollectionConfig } from '../config';
import { FleetStore } from '../FleetStore';
import { RowRecord, RunRecord } from '../records';
import { FleetEntity } from './FleetEntity';
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
  readonly list: () => Promise<readonly FleetEntity[]>;
  readonly after: readonly AfterRun[];
  readonly config: CollectionConfig;
  readonly clock: () => Date;
  readonly logger: Pick<LoggerService, 'info' | 'warn' | 'error'>;
  /** Called as the run goes on. */
  readonly onProgress?: (run: RunRecord) => void;
}

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

/** Changed services first, then those longest not looked at. */
function urgency({ entity, known }: Work): number {
  const changed = known.some(({ entityTag }) => entityTag !== entity.tag);
  if (known.length === 0 || changed) return 0;
  return Math.min(...known.map(({ attemptedAt }) => attemptedAt));
}

/** Who waits for a run that did not get to its end: the next one goes on with it. */
function unfinishedFor(last: RunRecord | undefined): string | undefined {
  const isLeft = last?.state === 'running' || last?.state === 'abandoned';
  return isLeft ? last.by : undefined;
}

/**
 * Collects the fleet when it is this replica's turn. The turn is kept alive
 * by a heartbeat; a replica that dies loses it, and the next one goes on with
 * the services that were not collected yet.
 */
export class FleetCollector {
  constructor(private readonly options: FleetCollectorOptions) {}

  /** Does what is due, if anything is. Answers whether it did. */
  async tick(signal: AbortSignal): Promise<boolean> {
    const { store, config } = this.options;
    // Of this tick alone: one that was held up and lost its turn must not live on by another of the same process.
    const holder = randomUUID();
    const taken = await store.runs.take(holder, this.now(), config.leaseMs);
    if (!taken) return false;
    const stop = new AbortController();
    const combined = AbortSignal.any([signal, stop.signal]);
    const beat = setInterval(() => {
      store.runs
        .keep(holder, this.now(), config.leaseMs)
        .then(kept => {
          if (!kept) stop.abort();
        })
        .catch(() => stop.abort());
    }, config.leaseMs / 4);
    beat.unref();
    try {
      await this.run(holder, combined);
    } finally {
      clearInterval(beat);
    }
    return true;
  }

  private now(): number {
    return this.options.clock().getTime();
  }

  private async begin(): Promise<RunRecord> {
    const { runs } = this.options.store;
    const [{ requestedBy }, [last]] = await Promise.all([
      runs.turn(),
      runs.runs(1),
    ]);
    const by = requestedBy ?? unfinishedFor(last);
    if (last?.state === 'running') {
      await runs.saveRun({
        ...last,
        state: 'abandoned',
        endedAt: this.now(),
        reason: 'The replica that collected went away; another goes on',
      });
    }
    const run: RunRecord = {
      id: randomUUID(),
      state: 'running',
      trigger: by === undefined ? 'schedule' : 'person',
      by,
      startedAt: this.now(),
      services: 0,
      collected: 0,
      skipped: 0,
      failed: 0,
    };
    await runs.saveRun(run);
    // Not before the run is saved, so that a request is at every moment waiting or running; and not
    // later, so that somebody who asks while this one runs gets another.
    if (requestedBy !== undefined) await runs.accept(requestedBy, this.now());
    return run;
  }

  private async run(holder: string, signal: AbortSignal): Promise<void> {
    const { store, config, logger } = this.options;
    const run = await this.begin();
    try {
      const end = await this.collectAll(run, signal);
      await store.runs.saveRun({ ...end, endedAt: this.now() });
      this.options.onProgress?.(end);
      const isDone = end.state === 'done';
      await store.runs.leave(
        holder,
        isDone ? run.startedAt + config.everyMs : undefined,
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
      await store.runs.saveRun({ ...failed, endedAt: this.now() });
      this.options.onProgress?.(failed);
      // Asked again at the next period, not at once: it may be down for a while.
      await store.runs.leave(holder, this.now() + config.leaseMs);
    }
  }

  private async collectAll(
    run: RunRecord,
    signal: AbortSignal,
  ): Promise<RunRecord> {
    const { store, config, list, services, logger } = this.options;
    const [entities, rows] = await Promise.all([list(), store.rows.rows()]);
    const known = groupByEntity(rows);
    await this.closeGone(entities, rows);
    const { fresh, due } = this.divide(entities, known, run);
    let now: RunRecord = {
      ...run,
      services: entities.length,
      skipped: fresh.length,
    };
    await store.runs.saveRun(now);
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
        await this.tell(now);
      },
    );
    await this.finish(outcomes, signal);
    return signal.aborted
      ? { ...now, state: 'abandoned', reason: 'Stopped; the rest follows' }
      : { ...now, state: 'done' };
  }

  /** Fresh ones were collected in this period already, by a run that did not get to its end. */
  private divide(
    entities: readonly FleetEntity[],
    known: ReadonlyMap<string, RowRecord[]>,
    { startedAt, trigger }: RunRecord,
  ): { fresh: Work[]; due: Work[] } {
    // A person who asks wants everything anew, but for what another run has just done.
    const fresherThan =
      startedAt -
      (trigger === 'person'
        ? this.options.config.leaseMs
        : this.options.config.everyMs / 2);
    const all = entities.map(entity => ({
      entity,
      known: known.get(entity.entityRef) ?? [],
    }));
    return {
      fresh: all.filter(work => urgency(work) > fresherThan),
      due: all
        .filter(work => urgency(work) <= fresherThan)
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

  /** One write for every ten services is enough for a progress bar. */
  private async tell(run: RunRecord): Promise<void> {
    if (run.collected % 10 !== 0) return;
    await this.options.store.runs.saveRun(run);
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
