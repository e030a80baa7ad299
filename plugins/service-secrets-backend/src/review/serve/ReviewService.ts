import { randomUUID } from 'node:crypto';

import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  ExceptionList,
  ExceptionRequest,
  FindingException,
  FleetTarget,
  ReviewLog,
  ReviewResult,
  SignOffRequest,
  WithdrawRequest,
} from 'backstage-plugin-service-secrets-common';

import { FleetStore } from '../FleetStore';
import { ExceptionRecord, Moment, rowIdOf, targetOfRow } from '../records';
import { worstKey } from '../rows/worstKey';
import { eachTarget, endOf } from './eachTarget';

/** What reviewing needs. */
export interface ReviewServiceOptions {
  readonly store: FleetStore;
  readonly clock: () => Date;
}

function toException(
  { rowId, at, until, endedAt, ...rest }: ExceptionRecord,
  now: Moment,
): FindingException {
  const ended = endedAt ?? (until <= now ? until : undefined);
  return {
    ...rest,
    ...targetOfRow(rowId),
    at: new Date(at).toISOString(),
    until: new Date(until).toISOString(),
    endedAt: ended === undefined ? undefined : new Date(ended).toISOString(),
  };
}

/** Signs rows off, takes that back, and accepts findings until a day. Who may is decided before. */
export class ReviewService {
  constructor(private readonly options: ReviewServiceOptions) {}

  async signOff(
    { targets, until, note }: SignOffRequest,
    by: string,
  ): Promise<ReviewResult> {
    const at = this.now();
    const end = endOf(until, this.now());
    return eachTarget(this.options.store, targets, async row => {
      if (row.collectedAt === undefined) {
        return 'Nothing of it was ever read, so there is nothing to sign';
      }
      const { fingerprint, id } = row;
      await this.options.store.reviews.sign(
        {
          id: randomUUID(),
          rowId: id,
          action: 'signed',
          by,
          at,
          until: end,
          note,
        },
        { by, at, until: end, note, fingerprint },
      );
      return undefined;
    });
  }

  async withdraw(
    { targets, note }: WithdrawRequest,
    by: string,
  ): Promise<ReviewResult> {
    const at = this.now();
    return eachTarget(this.options.store, targets, async row => {
      if (!row.signOff) return 'It is not signed off';
      await this.options.store.reviews.sign({
        id: randomUUID(),
        rowId: row.id,
        action: 'withdrawn',
        by,
        at,
        note,
      });
      return undefined;
    });
  }

  async log({ entityRef, environment }: FleetTarget): Promise<ReviewLog> {
    const { reviews } = this.options.store;
    const entries = await reviews.log(rowIdOf(entityRef, environment));
    return {
      items: entries.map(({ rowId: _rowId, at, until, ...entry }) => ({
        ...entry,
        at: new Date(at).toISOString(),
        until: until === undefined ? undefined : new Date(until).toISOString(),
      })),
    };
  }

  async except(
    { entityRef, environment, findingId, reason, until }: ExceptionRequest,
    by: string,
  ): Promise<FindingException> {
    const { store } = this.options;
    const now = this.now();
    const rowId = rowIdOf(entityRef, environment);
    const open = await store.rows.findings({ rowIds: [rowId] });
    const finding = open.find(found => found.findingId === findingId);
    if (!finding) {
      throw new NotFoundError(
        'No such finding is open there; it may have gone with the last collection',
      );
    }
    const known = await store.reviews.exceptions({ now, rowIds: [rowId] });
    if (known.some(exception => exception.findingId === findingId)) {
      throw new ConflictError(
        'That finding is accepted already; end the acceptance first',
      );
    }
    const exception: ExceptionRecord = {
      id: randomUUID(),
      rowId,
      findingId,
      code: finding.code,
      reason,
      by,
      at: now,
      until: endOf(until, this.now()),
    };
    await store.reviews.except(exception);
    await this.place(rowId);
    return toException(exception, now);
  }

  async endException(id: string): Promise<FindingException> {
    const { store } = this.options;
    const now = this.now();
    const exception = await store.reviews.exception(id);
    if (!exception) throw new NotFoundError('There is no such exception');
    await store.reviews.endException(id, now);
    await this.place(exception.rowId);
    return toException(
      { ...exception, endedAt: exception.endedAt ?? now },
      now,
    );
  }

  async exceptions(
    target: FleetTarget | undefined,
    ended: boolean,
  ): Promise<ExceptionList> {
    const now = this.now();
    const rowIds = target && [rowIdOf(target.entityRef, target.environment)];
    const search = { now, rowIds, ended };
    const found = await this.options.store.reviews.exceptions(search);
    return { items: found.map(exception => toException(exception, now)) };
  }

  private now(): Moment {
    return this.options.clock().getTime();
  }

  /** An accepted finding no longer moves its row up. */
  private async place(rowId: string): Promise<void> {
    const { rows, reviews } = this.options.store;
    const [[row], findings, exceptions] = await Promise.all([
      rows.rows([rowId]),
      rows.findings({ rowIds: [rowId] }),
      reviews.exceptions({ now: this.now(), rowIds: [rowId] }),
    ]);
    if (!row) return;
    const accepted = new Set(exceptions.map(({ findingId }) => findingId));
    const open = findings.filter(({ findingId }) => !accepted.has(findingId));
    await reviews.place(rowId, worstKey(row, open));
  }
}
