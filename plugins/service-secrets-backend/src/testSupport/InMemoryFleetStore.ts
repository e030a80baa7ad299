import { FleetQuery, FleetRow } from 'backstage-plugin-service-secrets-common';

import {
  FindingSearch,
  FleetStore,
  HistoryStore,
  MuteStore,
  News,
  NewsSearch,
  ReviewStore,
  RowStore,
  RowUpdate,
  RunStore,
  Turn,
} from '../review/FleetStore';
import {
  ChangeRecord,
  DayRecord,
  dayOf,
  ExceptionRecord,
  FindingRecord,
  InventoryRecord,
  MuteRecord,
  ReviewRecord,
  RowRecord,
  RunRecord,
  targetOfRow,
} from '../review/records';
import { fitsFilter } from '../review/rows/fitsFilter';
import { searchText } from '../review/rows/searchText';
import { toRow } from '../review/rows/toRow';
import { readCursor, writeCursor } from '../review/store/pageCursor';

interface Tables {
  rows: Map<string, RowRecord>;
  /** When rows were closed. */
  closed: Map<string, number>;
  /** Of rows, and of the inventory under `inventory`. */
  revisions: Map<string, number>;
  findings: FindingRecord[];
  changes: ChangeRecord[];
  exceptions: ExceptionRecord[];
  reviews: ReviewRecord[];
  runs: Map<string, RunRecord>;
  days: Map<string, DayRecord>;
  inventory: InventoryRecord[];
  mutes: Map<string, MuteRecord>;
  turn: Turn;
}

const sortValues: Record<
  FleetQuery['sort'],
  (row: RowRecord) => string | number
> = {
  worst: row => row.worstKey,
  title: row => row.title.toLocaleLowerCase('en-US'),
  owner: row => row.owner ?? '~',
  leases: row => row.leases ?? -1,
  expiry: row =>
    row.nextExpiry ? Date.parse(row.nextExpiry.at) : 9_000_000_000_000_000,
  collected: row => row.collectedAt ?? 0,
};

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function revise({ revisions }: Tables, name: string): void {
  revisions.set(name, (revisions.get(name) ?? 0) + 1);
}

function newsOf(
  tables: Tables,
  { since, rowId: wanted, limit }: NewsSearch,
): News {
  const newest = <T extends { readonly rowId: string }>(
    list: readonly T[],
    moment: (item: T) => number | undefined,
  ) => {
    const all = list
      .filter(({ rowId }) => wanted === undefined || rowId === wanted)
      .filter(item => (moment(item) ?? -1) >= since)
      .sort((a, b) => (moment(b) ?? 0) - (moment(a) ?? 0));
    return { items: all.slice(0, limit), total: all.length };
  };
  const opened = newest(tables.findings, ({ openedAt }) => openedAt);
  const closed = newest(tables.findings, ({ closedAt }) => closedAt);
  const changed = newest(tables.changes, ({ at }) => at);
  return {
    findings: [...new Set([...opened.items, ...closed.items])],
    changes: changed.items,
    total: opened.total + closed.total + changed.total,
  };
}

function rowStore(tables: Tables): RowStore {
  const fleetRow = (row: RowRecord, now: number): FleetRow =>
    toRow(row, {
      findings: tables.findings.filter(({ rowId }) => rowId === row.id),
      exceptions: tables.exceptions.filter(({ rowId }) => rowId === row.id),
      // No filter asks for them.
      mutes: [],
      now,
    });
  return {
    async page(query, now) {
      const after = readCursor(query);
      const value = sortValues[query.sort];
      const sign = query.descending ? -1 : 1;
      const place = (a: { value: string | number; id: string }, b: typeof a) =>
        sign * (compare(a.value, b.value) || compare(a.id, b.id));
      const all = [...tables.rows.values()]
        .filter(row =>
          fitsFilter(fleetRow(row, now), searchText(row), query.filter),
        )
        .map(row => ({ row, value: value(row), id: row.id }))
        .sort(place);
      const left = after ? all.filter(row => place(row, after) > 0) : all;
      const page = left.slice(0, query.limit);
      const last = page.at(-1);
      return {
        rows: page.map(({ row }) => row),
        total: all.length,
        nextCursor:
          last && left.length > page.length
            ? writeCursor(query, { value: last.value, id: last.id })
            : undefined,
      };
    },
    revisions: async () =>
      new Map(
        [...tables.rows.keys()].map(id => [
          id,
          String(tables.revisions.get(id)),
        ]),
      ),
    async rows(ids) {
      const all = [...tables.rows.values()];
      return ids ? all.filter(({ id }) => ids.includes(id)) : all;
    },
    async findings({ rowIds, since }: FindingSearch = {}) {
      return tables.findings
        .filter(({ rowId }) => rowIds?.includes(rowId) ?? true)
        .filter(({ openedAt, closedAt }) =>
          since === undefined
            ? closedAt === undefined
            : openedAt >= since || (closedAt ?? 0) >= since,
        );
    },
    async save({
      row,
      signOff: signed,
      opened,
      closed,
      reworded,
      changes,
    }: RowUpdate) {
      const known = tables.rows.get(row.id);
      const last = known?.attemptedAt ?? tables.closed.get(row.id) ?? 0;
      if (last > row.attemptedAt) return false;
      const { signOff, drift: kept } = known ?? {};
      const isSame = JSON.stringify(signOff) === JSON.stringify(signed);
      const drift = isSame ? row.drift : kept;
      tables.rows.set(row.id, { ...row, signOff, drift });
      revise(tables, row.id);
      tables.findings = tables.findings.map(finding => {
        if (finding.rowId !== row.id || finding.closedAt) return finding;
        const words = reworded.find(
          ({ findingId }) => findingId === finding.findingId,
        );
        return closed.includes(finding.findingId)
          ? { ...finding, closedAt: row.attemptedAt }
          : { ...finding, ...words };
      });
      const isOpen = (id: string) =>
        tables.findings.some(
          ({ rowId, findingId, closedAt }) =>
            rowId === row.id && findingId === id && closedAt === undefined,
        );
      tables.findings.push(
        ...opened.filter(({ findingId }) => !isOpen(findingId)),
      );
      tables.changes.push(...changes);
      return true;
    },
    async close(ids, at) {
      const gone = ids.filter(id => {
        const row = tables.rows.get(id);
        return row !== undefined && row.attemptedAt <= at;
      });
      for (const id of gone) {
        tables.rows.delete(id);
        tables.closed.set(id, at);
        const { entityRef } = targetOfRow(id);
        const message = `${entityRef} is no longer collected there`;
        tables.changes.push({
          rowId: id,
          kind: 'service-removed',
          message,
          at,
        });
      }
      tables.findings = tables.findings.map(finding =>
        gone.includes(finding.rowId) && !finding.closedAt
          ? { ...finding, closedAt: at }
          : finding,
      );
    },
    news: async search => newsOf(tables, search),
  };
}

function reviewStore(tables: Tables): ReviewStore {
  const change = (id: string, with_: Partial<RowRecord>) => {
    const row = tables.rows.get(id);
    if (!row) return;
    tables.rows.set(id, { ...row, ...with_ });
    revise(tables, id);
  };
  return {
    async sign(entry, signOff) {
      tables.reviews.unshift(entry);
      change(entry.rowId, { signOff, drift: undefined });
    },
    log: async (id, limit) =>
      tables.reviews.filter(({ rowId }) => rowId === id).slice(0, limit),
    lastSignedAt: async () =>
      tables.reviews.find(({ action }) => action === 'signed')?.at,
    exceptions: async ({ now, rowIds, ended = false, limit }) =>
      tables.exceptions
        .filter(({ rowId }) => rowIds?.includes(rowId) ?? true)
        .filter(
          ({ endedAt, until }) =>
            ended || (endedAt === undefined && until > now),
        )
        .slice(0, limit),
    exception: async id => tables.exceptions.find(found => found.id === id),
    async except(exception) {
      const { rowId, findingId, at } = exception;
      const isHeld = tables.exceptions.some(
        held =>
          held.rowId === rowId &&
          held.findingId === findingId &&
          held.endedAt === undefined &&
          held.until > at,
      );
      if (!isHeld) tables.exceptions.unshift(exception);
      return !isHeld;
    },
    async endException(id, { by, at }) {
      tables.exceptions = tables.exceptions.map(found =>
        found.id === id && found.endedAt === undefined && found.until > at
          ? { ...found, endedAt: at, endedBy: by }
          : found,
      );
    },
    place: async (rowId, worstKey) => change(rowId, { worstKey }),
  };
}

function runStore(tables: Tables): RunStore {
  return {
    turn: async () => tables.turn,
    async take(holder, now, leaseMs) {
      const { expiresAt, dueAt, request } = tables.turn;
      if (expiresAt > now) return false;
      if (dueAt > now && request === undefined) return false;
      tables.turn = { ...tables.turn, holder, expiresAt: now + leaseMs };
      return true;
    },
    async keep(holder, now, leaseMs) {
      if (tables.turn.holder !== holder) return false;
      tables.turn = { ...tables.turn, expiresAt: now + leaseMs };
      return true;
    },
    async leave(holder, dueAt) {
      if (tables.turn.holder !== holder) return;
      const { request } = tables.turn;
      tables.turn = {
        expiresAt: 0,
        dueAt: dueAt ?? tables.turn.dueAt,
        request,
      };
    },
    async request(request) {
      const waiting = tables.turn.request;
      if (waiting && waiting.at > request.at) return;
      tables.turn = { ...tables.turn, request };
    },
    async accept(holder, { by, at }, now) {
      const { holder: current, request } = tables.turn;
      if (current !== holder || request?.by !== by || request.at !== at) return;
      tables.turn = { ...tables.turn, request: undefined, dueAt: now };
    },
    async saveRun(holder, run) {
      if (tables.turn.holder !== holder) return false;
      tables.runs.set(run.id, run);
      return true;
    },
    runs: async limit =>
      [...tables.runs.values()]
        .sort((a, b) => b.startedAt - a.startedAt)
        .slice(0, limit),
  };
}

function historyStore(tables: Tables): HistoryStore {
  return {
    async saveDays(days) {
      for (const day of days) tables.days.set(`${day.rowId} ${day.day}`, day);
    },
    days: async (id, from) =>
      [...tables.days.values()]
        .filter(({ rowId, day }) => rowId === id && day >= from)
        .sort((a, b) => compare(a.day, b.day)),
    async forget(before) {
      for (const [key, { day }] of tables.days) {
        if (day < dayOf(before)) tables.days.delete(key);
      }
      for (const [id, { startedAt }] of tables.runs) {
        if (startedAt < before) tables.runs.delete(id);
      }
      for (const [id, { until }] of tables.mutes) {
        if (until < before) tables.mutes.delete(id);
      }
      tables.changes = tables.changes.filter(({ at }) => at >= before);
      tables.findings = tables.findings.filter(
        ({ closedAt }) => closedAt === undefined || closedAt >= before,
      );
    },
    inventory: async instance =>
      tables.inventory.filter(
        record => instance === undefined || record.instance === instance,
      ),
    inventoryRevision: async () => String(tables.revisions.get('inventory')),
    async saveInventory({ instance, kind, mount }, records) {
      tables.inventory = [
        ...tables.inventory.filter(
          known =>
            known.instance !== instance ||
            known.kind !== kind ||
            known.mount !== mount,
        ),
        ...records,
      ];
      revise(tables, 'inventory');
    },
  };
}

function muteStore({ mutes }: Tables): MuteStore {
  return {
    async mute(records) {
      for (const record of records) mutes.set(record.rowId, record);
    },
    async unmute(rowIds) {
      for (const rowId of rowIds) mutes.delete(rowId);
    },
    mutes: async now => [...mutes.values()].filter(({ until }) => until > now),
  };
}

/** The fleet's memory in memory; keeps the contract of the one in a database. */
export function inMemoryFleetStore(): FleetStore {
  const tables: Tables = {
    rows: new Map(),
    closed: new Map(),
    revisions: new Map(),
    findings: [],
    changes: [],
    exceptions: [],
    reviews: [],
    runs: new Map(),
    days: new Map(),
    inventory: [],
    mutes: new Map(),
    turn: { expiresAt: 0, dueAt: 0 },
  };
  return {
    rows: rowStore(tables),
    reviews: reviewStore(tables),
    runs: runStore(tables),
    history: historyStore(tables),
    mutes: muteStore(tables),
  };
}
