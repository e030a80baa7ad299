import {
  ExpiryKind,
  facetNames,
  FacetValue,
  FleetSummary,
  NO_VALUE,
} from 'backstage-plugin-service-secrets-common';

import { Moment } from '../records';
import { ImageRow } from './FleetImage';

const DAY = 86_400_000;

type FacetName = (typeof facetNames)[number];

function valuesOf({ row }: ImageRow, name: FacetName): string[] {
  const single = (value: string | undefined) => [value ?? NO_VALUE];
  switch (name) {
    case 'delivery':
      return row.deliveryMethods.length > 0 ? row.deliveryMethods : [NO_VALUE];
    case 'code':
      return [
        ...new Set(
          row.findings
            .filter(({ exception }) => !exception)
            .map(({ code }) => code),
        ),
      ];
    case 'review':
      return [row.review.state];
    default:
      return single(row[name]);
  }
}

/** Values of a field with how many rows have each, the most frequent first. */
export function facetOf(
  rows: readonly ImageRow[],
  name: FacetName,
): FacetValue[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const value of valuesOf(row, name)) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || a.value.localeCompare(b.value));
}

function next(
  rows: readonly ImageRow[],
  fits: (kind: ExpiryKind) => boolean,
  now: Moment,
): FleetSummary['nextExpiry'] {
  const all = rows.flatMap(({ record }) =>
    (record.facts.expiries ?? []).map(fact => ({ fact, record })),
  );
  const [soonest] = all
    .filter(({ fact }) => fits(fact.kind) && fact.at > now)
    .sort((a, b) => a.fact.at - b.fact.at);
  return (
    soonest && {
      what: soonest.fact.kind,
      name: soonest.fact.name,
      at: new Date(soonest.fact.at).toISOString(),
      entityRef: soonest.record.entityRef,
      environment: soonest.record.environment,
    }
  );
}

function findingCounts(rows: readonly ImageRow[], now: Moment) {
  const all = rows.flatMap(({ row }) => row.findings);
  const open = all.filter(({ exception }) => !exception);
  return {
    openFindings: open.length,
    exceptedFindings: all.length - open.length,
    newFindings: open.filter(({ since }) => Date.parse(since) > now - DAY)
      .length,
  };
}

function facetsOf(all: readonly ImageRow[]): FleetSummary['facets'] {
  return {
    health: facetOf(all, 'health'),
    owner: facetOf(all, 'owner'),
    system: facetOf(all, 'system'),
    lifecycle: facetOf(all, 'lifecycle'),
    environment: facetOf(all, 'environment'),
    instance: facetOf(all, 'instance'),
    cluster: facetOf(all, 'cluster'),
    delivery: facetOf(all, 'delivery'),
    code: facetOf(all, 'code'),
    adoption: facetOf(all, 'adoption'),
    review: facetOf(all, 'review'),
  };
}

/** The figures above the table: of the rows that fit, and the choices of all rows. */
export function fleetSummary(
  rows: readonly ImageRow[],
  all: readonly ImageRow[],
  now: Moment,
): FleetSummary {
  const count = (fits: (row: ImageRow) => boolean) => rows.filter(fits).length;
  const sum = (
    name: 'leases' | 'irrevocableLeases' | 'orphanLeases' | 'certificates',
  ) => rows.reduce((total, { record }) => total + (record[name] ?? 0), 0);
  const health = (value: string) => count(({ row }) => row.health === value);
  const adoption = (value: string) =>
    count(({ row }) => row.adoption === value);
  return {
    servedAt: new Date(now).toISOString(),
    services: new Set(rows.map(({ row }) => row.entityRef)).size,
    rows: rows.length,
    byHealth: {
      broken: health('broken'),
      unknown: health('unknown'),
      degraded: health('degraded'),
      healthy: health('healthy'),
    },
    byAdoption: {
      dynamic: adoption('dynamic'),
      static: adoption('static'),
      none: adoption('none'),
      unknown: adoption('unknown'),
    },
    ...findingCounts(rows, now),
    leases: sum('leases'),
    irrevocableLeases: sum('irrevocableLeases'),
    orphanLeases: sum('orphanLeases'),
    certificates: sum('certificates'),
    rowsWithoutNumbers: count(
      ({ record }) =>
        record.leases === undefined || record.certificates === undefined,
    ),
    staleRows: count(({ row }) => row.stale),
    nextExpiry: next(rows, kind => kind !== 'rotation', now),
    nextCliff: next(rows, kind => kind === 'cliff', now),
    facets: facetsOf(all),
  };
}
