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
import {
  ExceptionRecord,
  Moment,
  rowIdOf,
  RowRecord,
  targetOfRow,
} from '../records';
import { worstKey } from '../rows/worstKey';
import { eachTarget, endOf } from './eachTarget';

/** More than anybody reads at once. */
const MOST_LISTED = 500;

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
    const seen = new Map(
      targets.map(({ collectedAt, ...target }) => [
        rowIdOf(target.entityRef, target.environment),
        collectedAt,
      ]),
    );
    return eachTarget(this.options.store, targets, async row => {
      if (row.collectedAt === undefined) {
        return 'Nothing of it was ever read, so there is nothing to sign';
      }
      if (await this.hasChanged(row, seen.get(row.id))) {
        return 'It was collected again since you looked, and something changed; look again';
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
    const entries = await reviews.log(
      rowIdOf(entityRef, environment),
      MOST_LISTED,
    );
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
    if (!(await store.reviews.except(exception))) {
      throw new ConflictError(
        'That finding is accepted already; end the acceptance first',
      );
    }
    await this.place(rowId);
    return toException(exception, now);
  }

  async endException(id: string, by: string): Promise<FindingException> {
    const { reviews } = this.options.store;
    const now = this.now();
    await reviews.endException(id, { by, at: now });
    const exception = await reviews.exception(id);
    if (!exception) throw new NotFoundError('There is no such exception');
    await this.place(exception.rowId);
    return toException(exception, now);
  }

  async exceptions(
    target: FleetTarget | undefined,
    ended: boolean,
  ): Promise<ExceptionList> {
    const now = this.now();
    const rowIds = target && [rowIdOf(target.entityRef, target.environment)];
    // All that hold count; of the past the newest are enough.
    const limit = ended ? MOST_LISTED : undefined;
    const search = { now, rowIds, ended, limit };
    const found = await this.options.store.reviews.exceptions(search);
    return { items: found.map(exception => toException(exception, now)) };
  }

  /** Whether something that would re-open a sign-off came after what the reviewer saw. */
  private async hasChanged(
    { id }: RowRecord,
    seen: string | undefined,
  ): Promise<boolean> {
    if (seen === undefined) return false;
    const since = Date.parse(seen) + 1;
    const search = { since, rowId: id, limit: MOST_LISTED };
    const { findings, changes } = await this.options.store.rows.news(search);
    return (
      changes.some(({ kind }) => kind === 'wiring-changed') ||
      findings.some(
        ({ openedAt, closedAt, severity }) =>
          openedAt >= since && closedAt === undefined && severity !== 'unknown',
      )
    );
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
