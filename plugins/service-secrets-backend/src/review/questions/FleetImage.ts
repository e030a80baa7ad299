import { FleetFilter, FleetRow } from 'backstage-plugin-service-secrets-common';

import { FleetStore } from '../FleetStore';
import { Moment, RowRecord } from '../records';
import { fitsFilter } from '../rows/fitsFilter';
import { searchText } from '../rows/searchText';
import { toRows } from '../rows/toRow';

/** A row as it is shown, beside what was seen of it. */
export interface ImageRow {
  readonly record: RowRecord;
  readonly row: FleetRow;
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

/** All rows a filter fits, with their open findings. */
export async function readImage(
  store: FleetStore,
  now: Moment,
  filter: FleetFilter = {},
): Promise<ImageRow[]> {
  const [records, findings, exceptions, mutes] = await Promise.all([
    store.rows.rows(),
    store.rows.findings(),
    store.reviews.exceptions({ now }),
    store.mutes.mutes(now),
  ]);
  const rows = toRows(records, { findings, exceptions, mutes, now });
  return records
    .map((record, index) => ({ record, row: rows[index] }))
    .filter(({ record, row }) => fitsFilter(row, searchText(record), filter));
}
