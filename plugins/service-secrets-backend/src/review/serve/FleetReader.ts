import {
  ChangesSince,
  CollectionRun,
  CollectionStatus,
  ConnectionList,
  ExpiryCalendar,
  FleetConcerns,
  FleetFilter,
  FleetPage,
  FleetQuery,
  FleetRow,
  FleetSummary,
  FleetTarget,
  History,
  ReverseAccess,
  RolePage,
} from 'backstage-plugin-service-secrets-common';

import { FleetStore } from '../FleetStore';
import { expiryCalendar } from '../questions/expiryCalendar';
import { fleetConcerns } from '../questions/fleetConcerns';
import { FleetImage, ImageRow } from '../questions/FleetImage';
import { fleetSummary } from '../questions/fleetSummary';
import { changesOf, historyOf } from '../questions/history';
import { rolePage, RoleSearch } from '../questions/listedRoles';
import {
  ConnectionName,
  connectionsOf,
  reverseAccess,
} from '../questions/reverseAccess';
import { dayOf, Moment, rowIdOf, RunRecord } from '../records';
import { fitsFilter } from '../rows/fitsFilter';
import { toRows } from '../rows/toRow';

const DAY = 86_400_000;
const MOST_CHANGES = 1000;

/** What answering needs. */
export interface FleetReaderOptions {
  readonly store: FleetStore;
  readonly clock: () => Date;
  readonly everyMs: number;
  /** How long the past is kept. */
  readonly keepMs: number;
}

function toRun(record: RunRecord): CollectionRun {
  // What counts as read is for the collection alone.
  const { startedAt, endedAt, since: _inside, ...run } = record;
  return {
    ...run,
    startedAt: new Date(startedAt).toISOString(),
    endedAt:
      endedAt === undefined ? undefined : new Date(endedAt).toISOString(),
  };
}

/** Answers what can be asked about the fleet, from its memory alone. Whether the caller may ask is decided before. */
export class FleetReader {
  private readonly image: FleetImage;

  constructor(private readonly options: FleetReaderOptions) {
    this.image = new FleetImage(options.store);
  }

  async page(query: FleetQuery): Promise<FleetPage> {
    const { store } = this.options;
    const now = this.now();
    const { rows, total, nextCursor } = await store.rows.page(query, now);
    const rowIds = rows.map(({ id }) => id);
    const [findings, exceptions, mutes] = await Promise.all([
      store.rows.findings({ rowIds }),
      store.reviews.exceptions({ now, rowIds }),
      store.mutes.mutes(now),
    ]);
    return {
      servedAt: new Date(now).toISOString(),
      items: toRows(rows, { findings, exceptions, mutes, now }),
      total,
      nextCursor,
    };
  }

  /** All rows a filter fits, worst first, as they were at one moment. */
  async rows(filter: FleetFilter): Promise<FleetRow[]> {
    const found = await this.image.rows(this.now(), filter);
    const key = ({ record }: ImageRow) => `${record.worstKey} ${record.id}`;
    return found
      .map(image => ({ row: image.row, key: key(image) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ row }) => row);
  }

  async summary(filter: FleetFilter): Promise<FleetSummary> {
    const now = this.now();
    const all = await this.image.rows(now);
    const rows = all.filter(({ row, search }) =>
      fitsFilter(row, search, filter),
    );
    return fleetSummary(rows, all, now);
  }

  /** What is the same for every caller. */
  async status(): Promise<Omit<CollectionStatus, 'mayReview'>> {
    const { store, everyMs } = this.options;
    // The turn first: a request is taken from it only once its run can be read.
    const turn = await store.runs.turn();
    const runs = await store.runs.runs(2);
    const running = runs.find(({ state }) => state === 'running');
    const last = runs.find(({ state }) => state !== 'running');
    return {
      servedAt: new Date(this.now()).toISOString(),
      running: running && toRun(running),
      last: last && toRun(last),
      periodSeconds: everyMs / 1000,
      nextAt: turn.dueAt > 0 ? new Date(turn.dueAt).toISOString() : undefined,
      requested: turn.request !== undefined,
    };
  }

  async expiry(filter: FleetFilter, days: number): Promise<ExpiryCalendar> {
    const now = this.now();
    const rows = await this.image.rows(now, filter);
    return expiryCalendar(
      rows.map(({ record }) => record),
      days,
      now,
    );
  }

  async roles(search: RoleSearch): Promise<RolePage> {
    return rolePage(await this.everything(), search, this.now());
  }

  async concerns(): Promise<FleetConcerns> {
    return fleetConcerns(await this.everything(), this.now());
  }

  async connections(): Promise<ConnectionList> {
    return { items: connectionsOf(await this.image.inventory()) };
  }

  async access(name: ConnectionName): Promise<ReverseAccess> {
    return reverseAccess(await this.everything(), name, this.now());
  }

  async history(
    target: FleetTarget | undefined,
    days: number,
  ): Promise<History> {
    const { store } = this.options;
    const now = this.now();
    const from = dayOf(now - (days - 1) * DAY);
    const rowId = target ? rowIdOf(target.entityRef, target.environment) : '';
    const since = Date.parse(`${from}T00:00:00.000Z`);
    const rowIds = target ? [rowId] : undefined;
    const [counts, findings] = await Promise.all([
      store.history.days(rowId, from),
      store.rows.findings({ rowIds, since }),
    ]);
    return historyOf({ days: counts, findings }, days, now);
  }

  async changes(
    target: FleetTarget | undefined,
    given: Moment | undefined,
  ): Promise<ChangesSince> {
    const { store } = this.options;
    const now = this.now();
    const rows = await this.image.records();
    const byId = new Map(rows.map(row => [row.id, row]));
    const rowId = target && rowIdOf(target.entityRef, target.environment);
    const reviewed =
      rowId === undefined
        ? await store.reviews.lastSignedAt()
        : byId.get(rowId)?.signOff?.at;
    // Nothing older is kept.
    const since = Math.max(
      given ?? reviewed ?? now - 30 * DAY,
      now - this.options.keepMs,
    );
    const { total, ...news } = await store.rows.news({
      since,
      rowId,
      limit: MOST_CHANGES,
    });
    const all = changesOf(news, byId, since);
    const fallback = reviewed === undefined ? 'default' : 'last-review';
    return {
      servedAt: new Date(now).toISOString(),
      since: new Date(since).toISOString(),
      basis: given === undefined ? fallback : 'given',
      items: all.slice(0, MOST_CHANGES),
      total,
    };
  }

  private now(): Moment {
    return this.options.clock().getTime();
  }

  private async everything() {
    const [inventory, rows] = await Promise.all([
      this.image.inventory(),
      this.image.records(),
    ]);
    return { inventory, rows };
  }
}
