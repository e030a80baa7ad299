import type { Knex } from 'knex';

import { MuteStore } from '../FleetStore';
import { Moment, MuteRecord } from '../records';
import { inChunks } from './inChunks';
import { insertRows } from './insertRows';
import { RowColumns } from './rowColumns';

function muteColumns({ rowId, until, by, at, reason }: MuteRecord) {
  return { row_id: rowId, until, by, at, reason };
}

function fromMute(columns: RowColumns): MuteRecord {
  return {
    rowId: String(columns.row_id),
    until: Number(columns.until),
    by: String(columns.by),
    at: Number(columns.at),
    reason: String(columns.reason),
  };
}

/** Muted rows in a database. */
export class KnexMuteStore implements MuteStore {
  constructor(private readonly open: () => Promise<Knex>) {}

  async mute(records: readonly MuteRecord[]): Promise<void> {
    const knex = await this.open();
    // One statement takes a row once only; what is said last holds.
    const each = new Map(records.map(record => [record.rowId, record]));
    const columns = [...each.values()].map(muteColumns);
    await knex.transaction(async trx => {
      await insertRows(columns, {
        knex: trx,
        table: 'fleet_mutes',
        conflict: ['row_id'],
      });
    });
  }

  async unmute(rowIds: readonly string[]): Promise<void> {
    const knex = await this.open();
    await inChunks(rowIds, async chunk => {
      await knex('fleet_mutes').whereIn('row_id', chunk).delete();
      return [];
    });
  }

  async mutes(now: Moment): Promise<readonly MuteRecord[]> {
    const knex = await this.open();
    const found: RowColumns[] = await knex('fleet_mutes')
      .where('until', '>', now)
      .orderBy('row_id');
    return found.map(fromMute);
  }
}
