import type { Knex } from 'knex';

import { CollectionRequest, RunStore, Turn } from '../FleetStore';
import { Moment, RunRecord } from '../records';
import { momentOf, RowColumns, textOf } from './rowColumns';

function fromRun(columns: RowColumns): RunRecord {
  const run: Record<keyof RunRecord, unknown> = {
    id: columns.id,
    state: columns.state,
    trigger: columns.trigger,
    by: textOf(columns.by),
    startedAt: momentOf(columns.started_at),
    endedAt: momentOf(columns.ended_at),
    since: momentOf(columns.since),
    services: columns.services,
    collected: columns.collected,
    skipped: columns.skipped,
    failed: columns.failed,
    reason: textOf(columns.reason),
  };
  // Only `saveRun` writes the table.
  return run as unknown as RunRecord;
}

/**
 * Runs and the turn in a database. Taking the turn is one conditional update,
 * which the database lets only one replica succeed with.
 */
export class KnexRunStore implements RunStore {
  constructor(private readonly open: () => Promise<Knex>) {}

  async turn(): Promise<Turn> {
    const knex = await this.open();
    const columns = await knex('fleet_turn').where('id', 1).first();
    const by = textOf(columns.requested_by);
    return {
      holder: textOf(columns.holder),
      expiresAt: Number(columns.expires_at),
      dueAt: Number(columns.due_at),
      request:
        by === undefined ? undefined : { by, at: Number(columns.requested_at) },
    };
  }

  async take(holder: string, now: Moment, leaseMs: number): Promise<boolean> {
    const knex = await this.open();
    const taken = await knex('fleet_turn')
      .where('id', 1)
      .where('expires_at', '<=', now)
      .where(either => {
        either.where('due_at', '<=', now).orWhereNotNull('requested_by');
      })
      .update({ holder, expires_at: now + leaseMs });
    return taken === 1;
  }

  async keep(holder: string, now: Moment, leaseMs: number): Promise<boolean> {
    const knex = await this.open();
    const kept = await knex('fleet_turn')
      .where({ id: 1, holder })
      .update({ expires_at: now + leaseMs });
    return kept === 1;
  }

  async leave(holder: string, dueAt?: Moment): Promise<void> {
    const knex = await this.open();
    const done = dueAt === undefined ? {} : { due_at: dueAt };
    await knex('fleet_turn')
      .where({ id: 1, holder })
      .update({ holder: null, expires_at: 0, ...done });
  }

  async request({ by, at }: CollectionRequest): Promise<void> {
    const knex = await this.open();
    await knex('fleet_turn')
      .where('id', 1)
      .where(either => {
        either.whereNull('requested_at').orWhere('requested_at', '<=', at);
      })
      .update({ requested_by: by, requested_at: at });
  }

  async accept(
    holder: string,
    { by, at }: CollectionRequest,
    now: Moment,
  ): Promise<void> {
    const knex = await this.open();
    await knex('fleet_turn')
      .where({ id: 1, holder, requested_by: by, requested_at: at })
      .update({ requested_by: null, requested_at: null, due_at: now });
  }

  async saveRun(holder: string, run: RunRecord): Promise<boolean> {
    const knex = await this.open();
    const { startedAt, endedAt, since, by, reason, ...rest } = run;
    const columns = {
      ...rest,
      by: by ?? null,
      reason: reason ?? null,
      started_at: startedAt,
      ended_at: endedAt ?? null,
      since: since ?? null,
    };
    return knex.transaction(async trx => {
      // Changes nothing, and holds the turn until the run is kept: nobody takes it in between.
      const held = await trx('fleet_turn')
        .where({ id: 1, holder })
        .update({ holder });
      if (held !== 1) return false;
      await trx('fleet_runs').insert(columns).onConflict('id').merge(columns);
      return true;
    });
  }

  async runs(limit: number): Promise<readonly RunRecord[]> {
    const knex = await this.open();
    const found: RowColumns[] = await knex('fleet_runs')
      .orderBy('started_at', 'desc')
      .limit(limit);
    return found.map(fromRun);
  }
}
