import { FleetFilter, FleetRow } from 'backstage-plugin-service-secrets-common';

import { FleetStore } from '../FleetStore';
import { FindingRecord, Moment, RowRecord } from '../records';
import { byRow } from '../rows/byRow';
import { fitsFilter } from '../rows/fitsFilter';
import { searchText } from '../rows/searchText';
import { toRow } from '../rows/toRow';
import { Inventory, readInventory } from './Inventory';
import { Latest } from './Latest';

/** A row as it is shown, beside what was seen of it. */
export interface ImageRow {
  readonly record: RowRecord;
  readonly row: FleetRow;
  /** What a text filter looks through. */
  readonly search: string;
}

/** A service as lists name it. */
export interface NamedService {
  readonly entityRef: string;
  readonly environment: string;
  readonly title: string;
  readonly owner?: string;
}

/** How lists name the service of a row. */
export function namedService(record: RowRecord): NamedService {
  const { entityRef, environment, title, owner } = record;
  return { entityRef, environment, title, owner };
}

interface KnownRow {
  readonly revision: string;
  readonly record: RowRecord;
  readonly findings: readonly FindingRecord[];
  readonly search: string;
}
interface KnownInventory {
  readonly revision?: string;
  readonly value: Inventory;
}
type KnownRows = ReadonlyMap<string, KnownRow>;

/** All rows that are not closed; only those that are new, or another than known, are read. */
async function readRows(
  { rows }: FleetStore,
  known: KnownRows,
): Promise<KnownRows> {
  // Before the rows: what changes meanwhile is read once too often, and never too seldom.
  const revisions = await rows.revisions();
  const image = new Map(
    [...known].filter(([id, { revision }]) => revisions.get(id) === revision),
  );
  const rowIds = [...revisions.keys()].filter(id => !image.has(id));
  if (rowIds.length === 0) return image;
  const [records, found] = await Promise.all([
    rows.rows(rowIds),
    rows.findings({ rowIds }),
  ]);
  const findingsOf = byRow(found);
  for (const record of records) {
    const { id } = record;
    const revision = revisions.get(id) ?? '';
    const findings = findingsOf.get(id) ?? [];
    image.set(id, { revision, record, findings, search: searchText(record) });
  }
  return image;
}

/**
 * The fleet as this process has read it, for questions about all of it. Each
 * question asks the database what changed, on whichever replica, and reads
 * that alone.
 */
export class FleetImage {
  private readonly known: Latest<KnownRows>;
  private readonly listed: Latest<KnownInventory>;

  constructor(private readonly store: FleetStore) {
    this.known = new Latest<KnownRows>(new Map(), known =>
      readRows(store, known),
    );
    this.listed = new Latest<KnownInventory>(
      { value: readInventory([]) },
      async known => {
        // First, for the same reason as with the rows.
        const revision = await store.history.inventoryRevision();
        if (revision === known.revision) return known;
        const value = readInventory(await store.history.inventory());
        return { revision, value };
      },
    );
  }

  /** All rows, as they are stored. */
  async records(): Promise<RowRecord[]> {
    const known = await this.known.get();
    return [...known.values()].map(({ record }) => record);
  }

  /** All rows a filter fits, with their open findings. */
  async rows(now: Moment, filter: FleetFilter = {}): Promise<ImageRow[]> {
    const { reviews, mutes } = this.store;
    const [image, exceptions, muted] = await Promise.all([
      this.known.get(),
      reviews.exceptions({ now }),
      mutes.mutes(now),
    ]);
    const exceptionsOf = byRow(exceptions);
    const mutesOf = byRow(muted);
    return [...image.values()].flatMap(({ record, findings, search }) => {
      const row = toRow(record, {
        findings,
        exceptions: exceptionsOf.get(record.id) ?? [],
        mutes: mutesOf.get(record.id) ?? [],
        now,
      });
      return fitsFilter(row, search, filter) ? { record, row, search } : [];
    });
  }

  /** What Vault lists. */
  async inventory(): Promise<Inventory> {
    return (await this.listed.get()).value;
  }
}
