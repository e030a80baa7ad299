import type { Knex } from 'knex';

import { ReviewStore } from '../FleetStore';
import { ExceptionRecord, Moment, ReviewRecord, SignOff } from '../records';
import {
  momentOf,
  revised,
  RowColumns,
  signOffColumns,
  textOf,
} from './rowColumns';

function fromReview(columns: RowColumns): ReviewRecord {
  return {
    id: columns.id,
    rowId: String(columns.row_id),
    action: columns.action === 'signed' ? 'signed' : 'withdrawn',
    by: String(columns.by),
    at: Number(columns.at),
    until: momentOf(columns.until),
    note: textOf(columns.note) ?? '',
  };
}

function fromException(columns: RowColumns): ExceptionRecord {
  const exception: Record<keyof ExceptionRecord, unknown> = {
    id: columns.id,
    rowId: columns.row_id,
    findingId: columns.finding_id,
    code: columns.code,
    reason: columns.reason,
    by: columns.by,
    at: momentOf(columns.at),
    until: momentOf(columns.until),
    endedAt: momentOf(columns.ended_at),
    endedBy: textOf(columns.ended_by),
  };
  // Only `except` writes the table.
  return exception as unknown as ExceptionRecord;
}

/** Reviews and exceptions in a database. */
export class KnexReviewStore implements ReviewStore {
  constructor(private readonly open: () => Promise<Knex>) {}

  async sign(entry: ReviewRecord, signOff?: SignOff): Promise<void> {
    const knex = await this.open();
    await knex.transaction(async trx => {
      const { id, rowId, action, by, at, until = null, note } = entry;
      await trx('fleet_reviews').insert({
        id,
        row_id: rowId,
        action,
        by,
        at,
        until,
        note,
      });
      await trx('fleet_rows')
        .where('id', rowId)
        .update(signOffColumns(signOff));
    });
  }

  async log(rowId: string, limit: number): Promise<readonly ReviewRecord[]> {
    const knex = await this.open();
    const found: RowColumns[] = await knex('fleet_reviews')
      .where('row_id', rowId)
      .orderBy('at', 'desc')
      .limit(limit);
    return found.map(fromReview);
  }

  async lastSignedAt(): Promise<Moment | undefined> {
    const knex = await this.open();
    const [{ last }] = await knex('fleet_reviews')
      .where('action', 'signed')
      .max({ last: 'at' });
    return momentOf(last);
  }

  async exceptions({
    now,
    rowIds,
    ended = false,
    limit,
  }: Parameters<ReviewStore['exceptions']>[0]): Promise<
    readonly ExceptionRecord[]
  > {
    const knex = await this.open();
    const query = knex('fleet_exceptions').orderBy('at', 'desc');
    if (!ended) query.whereNull('ended_at').where('until', '>', now);
    if (limit !== undefined) query.limit(limit);
    // Few: one for each accepted finding. A long list of ids would only slow the database down.
    const wanted = rowIds && new Set(rowIds);
    const found: RowColumns[] =
      rowIds?.length === 1
        ? await query.where('row_id', rowIds[0])
        : await query;
    return found
      .map(fromException)
      .filter(({ rowId }) => wanted?.has(rowId) ?? true);
  }

  async exception(id: string): Promise<ExceptionRecord | undefined> {
    const knex = await this.open();
    const columns = await knex('fleet_exceptions').where({ id }).first();
    return columns && fromException(columns);
  }

  async except(exception: ExceptionRecord): Promise<boolean> {
    const knex = await this.open();
    const { rowId, findingId, endedAt, endedBy, ...rest } = exception;
    const finding = { row_id: rowId, finding_id: findingId };
    return knex.transaction(async trx => {
      // One whose day passed no longer stands in the way.
      await trx('fleet_exceptions')
        .where(finding)
        .whereNull('ended_at')
        .where('until', '<=', exception.at)
        .update({ ended_at: trx.ref('until') });
      await trx('fleet_exceptions')
        .insert({
          ...rest,
          ...finding,
          ended_at: endedAt ?? null,
          ended_by: endedBy ?? null,
        })
        .onConflict()
        .ignore();
      const kept = await trx('fleet_exceptions')
        .where('id', exception.id)
        .first('id');
      return kept !== undefined;
    });
  }

  async endException(
    id: string,
    { by, at }: Parameters<ReviewStore['endException']>[1],
  ): Promise<void> {
    const knex = await this.open();
    await knex('fleet_exceptions')
      .where({ id })
      .whereNull('ended_at')
      .where('until', '>', at)
      .update({ ended_at: at, ended_by: by });
  }

  async place(rowId: string, worstKey: string): Promise<void> {
    const knex = await this.open();
    await knex('fleet_rows')
      .where('id', rowId)
      .update({ worst_key: worstKey, ...revised() });
  }
}
