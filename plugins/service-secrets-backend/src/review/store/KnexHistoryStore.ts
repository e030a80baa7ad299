import type { Knex } from 'knex';

import { HistoryStore } from '../FleetStore';
import { DayRecord, dayOf, InventoryRecord, Moment } from '../records';
import { insertRows } from './insertRows';
import { jsonOf, momentOf, revised, RowColumns } from './rowColumns';

function fromDay(columns: RowColumns): DayRecord {
  return {
    rowId: String(columns.row_id),
    day: String(columns.day),
    findingsOpen: momentOf(columns.findings_open),
    leases: momentOf(columns.leases),
    certificates: momentOf(columns.certificates),
    services: momentOf(columns.services),
    broken: momentOf(columns.broken),
  };
}

function dayColumns(day: DayRecord) {
  return {
    row_id: day.rowId,
    day: day.day,
    findings_open: day.findingsOpen ?? null,
    leases: day.leases ?? null,
    certificates: day.certificates ?? null,
    services: day.services ?? null,
    broken: day.broken ?? null,
  };
}

function fromInventory(columns: RowColumns): InventoryRecord {
  const record: Record<keyof InventoryRecord, unknown> = {
    instance: columns.instance,
    kind: columns.kind,
    mount: columns.mount,
    name: columns.name,
    listedAt: momentOf(columns.listed_at),
    readAt: momentOf(columns.read_at),
    data: jsonOf(columns.data),
  };
  // Only `saveInventory` writes the table.
  return record as unknown as InventoryRecord;
}

function inventoryColumns(record: InventoryRecord) {
  const { instance, kind, mount, name, listedAt, readAt, data } = record;
  return {
    instance,
    kind,
    mount,
    name,
    listed_at: listedAt,
    read_at: readAt ?? null,
    data: data === undefined ? null : JSON.stringify(data),
  };
}

/** Days of the past and what Vault lists, in a database. */
export class KnexHistoryStore implements HistoryStore {
  constructor(private readonly open: () => Promise<Knex>) {}

  async saveDays(days: readonly DayRecord[]): Promise<void> {
    const knex = await this.open();
    await insertRows(days.map(dayColumns), {
      knex,
      table: 'fleet_history',
      conflict: ['row_id', 'day'],
    });
  }

  async days(rowId: string, from: string): Promise<readonly DayRecord[]> {
    const knex = await this.open();
    const found: RowColumns[] = await knex('fleet_history')
      .where('row_id', rowId)
      .where('day', '>=', from)
      .orderBy('day');
    return found.map(fromDay);
  }

  async forget(before: Moment): Promise<void> {
    const knex = await this.open();
    await knex('fleet_history').where('day', '<', dayOf(before)).delete();
    await knex('fleet_runs').where('started_at', '<', before).delete();
    await knex('fleet_findings').where('closed_at', '<', before).delete();
    await knex('fleet_changes').where('at', '<', before).delete();
    await knex('fleet_mutes').where('until', '<', before).delete();
  }

  async inventory(instance?: string): Promise<readonly InventoryRecord[]> {
    const knex = await this.open();
    // As the primary key has them, so that nothing is left to sort.
    const query = knex('fleet_inventory').orderBy([
      'instance',
      'kind',
      'mount',
      'name',
    ]);
    const found: RowColumns[] =
      instance === undefined ? await query : await query.where({ instance });
    return found.map(fromInventory);
  }

  async inventoryRevision(): Promise<string> {
    const knex = await this.open();
    const found = await knex('fleet_revisions')
      .where({ name: 'inventory' })
      .first();
    return String(found?.revision ?? '');
  }

  async saveInventory(
    { instance, kind, mount }: Parameters<HistoryStore['saveInventory']>[0],
    records: readonly InventoryRecord[],
  ): Promise<void> {
    const knex = await this.open();
    await knex.transaction(async trx => {
      const gone = await trx('fleet_inventory')
        .where({ instance, kind, mount })
        .delete();
      if (gone === 0 && records.length === 0) return;
      await insertRows(records.map(inventoryColumns), {
        knex: trx,
        table: 'fleet_inventory',
      });
      await trx('fleet_revisions')
        .insert({ name: 'inventory', ...revised() })
        .onConflict('name')
        .merge();
    });
  }
}
