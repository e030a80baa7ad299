import { FleetQuery } from 'backstage-plugin-service-secrets-common';
import type { Knex } from 'knex';

import {
  FindingSearch,
  News,
  NewsSearch,
  RowStore,
  RowUpdate,
} from '../FleetStore';
import {
  ChangeRecord,
  FindingRecord,
  Moment,
  RowRecord,
  targetOfRow,
} from '../records';
import { inChunks } from './inChunks';
import { insertRows } from './insertRows';
import { readCursor, writeCursor } from './pageCursor';
import {
  driftColumn,
  fromColumns,
  momentOf,
  reviewColumn,
  RowColumns,
  signOffColumns,
  toColumns,
} from './rowColumns';
import { ordered, sortValueOf, whereFits } from './rowQuery';

function findingColumns(finding: FindingRecord) {
  return {
    row_id: finding.rowId,
    finding_id: finding.findingId,
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    remedy: finding.remedy,
    opened_at: finding.openedAt,
    closed_at: finding.closedAt ?? null,
  };
}

function fromFindingColumns(columns: RowColumns): FindingRecord {
  const finding: Record<keyof FindingRecord, unknown> = {
    rowId: columns.row_id,
    findingId: columns.finding_id,
    code: columns.code,
    severity: columns.severity,
    message: columns.message,
    remedy: columns.remedy,
    openedAt: momentOf(columns.opened_at),
    closedAt: momentOf(columns.closed_at),
  };
  // Only `findingColumns` writes the table.
  return finding as unknown as FindingRecord;
}

function changeColumns({ rowId, kind, message, at }: ChangeRecord) {
  return { row_id: rowId, kind, message, at };
}

function fromChangeColumns({
  row_id,
  kind,
  message,
  at,
}: RowColumns): ChangeRecord {
  const change = { rowId: row_id, kind, message, at: momentOf(at) };
  // Only `changeColumns` writes the table.
  return change as unknown as ChangeRecord;
}

interface Counted {
  readonly total?: unknown;
}

/** Where what came and went is kept, each with an index of its moment. */
const newsParts = [
  { table: 'fleet_findings', moment: 'opened_at' },
  { table: 'fleet_findings', moment: 'closed_at' },
  { table: 'fleet_changes', moment: 'at' },
] as const;

/**
 * Writes the row unless somebody collected it later, or closed it: a replica
 * that was held up and lost its turn must not bring back what it saw before.
 */
async function saveRow(
  trx: Knex.Transaction,
  { row, signOff }: RowUpdate,
): Promise<boolean> {
  const columns = toColumns(row);
  await trx('fleet_rows')
    .insert(columns)
    .onConflict('id')
    .merge(columns)
    .where('fleet_rows.attempted_at', '<=', row.attemptedAt)
    .whereRaw('coalesce(fleet_rows.closed_at, 0) <= ?', row.attemptedAt);
  const written = await trx('fleet_rows')
    .where({ id: row.id, revision: columns.revision })
    .first('id');
  if (!written) return false;
  // Signed while it was collected: what changed is seen next time, against what was signed.
  await trx('fleet_rows')
    .where({ id: row.id, ...reviewColumn(signOff) })
    .update(driftColumn(row.drift));
  return true;
}

async function saveFindings(
  trx: Knex.Transaction,
  { row, opened, closed, reworded, changes }: RowUpdate,
): Promise<void> {
  const ours = () =>
    trx('fleet_findings').where('row_id', row.id).whereNull('closed_at');
  await inChunks(closed, async chunk => {
    await ours()
      .whereIn('finding_id', chunk)
      .update({ closed_at: row.attemptedAt });
    return [];
  });
  // Another replica may have opened one since this one looked.
  await insertRows(opened.map(findingColumns), {
    knex: trx,
    table: 'fleet_findings',
    conflict: 'ignore',
  });
  for (const finding of reworded) {
    const { message, remedy, severity } = finding;
    await ours()
      .where('finding_id', finding.findingId)
      .update({ message, remedy, severity });
  }
  const changed = changes.map(changeColumns);
  await insertRows(changed, { knex: trx, table: 'fleet_changes' });
}

/** Rows and findings in a database. */
export class KnexRowStore implements RowStore {
  constructor(private readonly open: () => Promise<Knex>) {}

  async page(query: FleetQuery, now: Moment) {
    const knex = await this.open();
    const after = readCursor(query);
    const fitting = () => whereFits(knex('fleet_rows'), query.filter, now);
    const [found, counted] = await Promise.all([
      ordered(
        fitting().select('*', knex.raw(sortValueOf(query.sort))),
        query,
        after,
      ),
      fitting().count({ total: '*' }),
    ]);
    const columns: RowColumns[] = found.slice(0, query.limit);
    const last = columns.at(-1);
    return {
      rows: columns.map(fromColumns),
      total: Number(counted[0].total),
      nextCursor:
        found.length > query.limit && last
          ? writeCursor(query, {
              value: sortValue(last.sort_value, query),
              id: last.id,
            })
          : undefined,
    };
  }

  async revisions(): Promise<ReadonlyMap<string, string>> {
    const knex = await this.open();
    const found: RowColumns[] = await knex('fleet_rows')
      .whereNull('closed_at')
      .select('id', 'revision');
    return new Map(found.map(({ id, revision }) => [id, String(revision)]));
  }

  async rows(ids?: readonly string[]): Promise<readonly RowRecord[]> {
    const knex = await this.open();
    const all = () => knex('fleet_rows').whereNull('closed_at');
    const columns: RowColumns[] = ids
      ? await inChunks(ids, chunk => all().whereIn('id', chunk))
      : await all();
    return columns.map(fromColumns);
  }

  async findings({ rowIds, since }: FindingSearch = {}): Promise<
    readonly FindingRecord[]
  > {
    const knex = await this.open();
    const wanted = () => {
      const query = knex('fleet_findings').orderBy('id');
      if (since === undefined) return query.whereNull('closed_at');
      return query.where(either => {
        either
          .where('opened_at', '>=', since)
          .orWhere('closed_at', '>=', since);
      });
    };
    const columns: RowColumns[] = rowIds
      ? await inChunks(rowIds, chunk => wanted().whereIn('row_id', chunk))
      : await wanted();
    return columns.map(fromFindingColumns);
  }

  async save(update: RowUpdate): Promise<boolean> {
    const knex = await this.open();
    return knex.transaction(async trx => {
      const isLast = await saveRow(trx, update);
      if (isLast) await saveFindings(trx, update);
      return isLast;
    });
  }

  async close(ids: readonly string[], at: Moment): Promise<void> {
    const knex = await this.open();
    await knex.transaction(async trx => {
      for (const id of ids) {
        const closed = await trx('fleet_rows')
          .where({ id })
          .whereNull('closed_at')
          .where('attempted_at', '<=', at)
          .update({ closed_at: at, ...signOffColumns(undefined) });
        if (closed === 0) continue;
        await trx('fleet_findings')
          .where('row_id', id)
          .whereNull('closed_at')
          .update({ closed_at: at });
        const { entityRef } = targetOfRow(id);
        const message = `${entityRef} is no longer collected there`;
        await trx('fleet_changes').insert(
          changeColumns({ rowId: id, kind: 'service-removed', message, at }),
        );
      }
    });
  }

  async news(search: NewsSearch): Promise<News> {
    const knex = await this.open();
    const { since, rowId, limit } = search;
    const after = (table: string, moment: string) => {
      const query = knex(table).where(moment, '>=', since);
      return rowId === undefined ? query : query.where('row_id', rowId);
    };
    const asked = newsParts.map(async ({ table, moment }) => {
      const [found, [{ total }]]: [RowColumns[], Counted[]] = await Promise.all(
        [
          after(table, moment).orderBy(moment, 'desc').limit(limit),
          after(table, moment).count({ total: '*' }),
        ],
      );
      return { found, total: Number(total) };
    });
    const [opened, closed, changed] = await Promise.all(asked);
    const findings = new Map(
      [...opened.found, ...closed.found].map(columns => [columns.id, columns]),
    );
    return {
      findings: [...findings.values()].map(fromFindingColumns),
      changes: changed.found.map(fromChangeColumns),
      total: opened.total + closed.total + changed.total,
    };
  }
}

function sortValue(value: unknown, { sort }: FleetQuery): string | number {
  const isText = sort === 'worst' || sort === 'title' || sort === 'owner';
  return isText ? String(value) : Number(value);
}
