import {
  FleetFilter,
  FleetQuery,
  FleetSort,
  NO_VALUE,
  ReviewState,
} from 'backstage-plugin-service-secrets-common';
import type { Knex } from 'knex';

import { Moment } from '../records';
import { PageEnd } from './pageCursor';

type Query = Knex.QueryBuilder;

/** Later than any moment, so that rows without one come last. */
const NEVER = 9_000_000_000_000_000;

/** What each order sorts by; the id comes second, so that every row has its place. */
const sortColumns: Readonly<Record<FleetSort, string>> = {
  worst: 'worst_key',
  title: 'title_key',
  owner: "coalesce(owner, '~')",
  leases: 'coalesce(leases, -1)',
  expiry: `coalesce(next_expiry_at, ${NEVER})`,
  collected: 'coalesce(collected_at, 0)',
};

function whereOneOf(
  query: Query,
  column: string,
  values: readonly string[] | undefined,
): void {
  if (!values || values.length === 0) return;
  const named = values.filter(value => value !== NO_VALUE);
  query.where(either => {
    either.whereIn(column, named);
    if (values.includes(NO_VALUE)) either.orWhereNull(column);
  });
}

function whereDelivered(query: Query, methods: readonly string[] = []): void {
  if (methods.length === 0) return;
  query.where(either => {
    for (const method of methods) {
      if (method === NO_VALUE) either.orWhere('delivery', '');
      else either.orWhere('delivery', 'like', `%|${method}|%`);
    }
  });
}

const reviewConditions: Readonly<
  Record<ReviewState, (either: Query, now: Moment) => void>
> = {
  none: either => {
    either.orWhereNull('review_until');
  },
  expired: (either, now) => {
    either.orWhere('review_until', '<=', now);
  },
  signed: (either, now) => {
    either.orWhere(all => {
      all.where('review_until', '>', now).whereNull('review_drift');
    });
  },
  reopened: (either, now) => {
    either.orWhere(all => {
      all.where('review_until', '>', now).whereNotNull('review_drift');
    });
  },
};

function whereReviewed(
  query: Query,
  states: readonly ReviewState[] | undefined,
  now: Moment,
): void {
  if (!states || states.length === 0) return;
  query.where(either => {
    for (const state of states) reviewConditions[state](either, now);
  });
}

function whereFound(
  query: Query,
  { severity, code }: FleetFilter,
  now: Moment,
): void {
  if (!severity?.length && !code?.length) return;
  query.whereExists(found => {
    found
      .from('fleet_findings as f')
      .whereRaw('f.row_id = fleet_rows.id')
      .whereNull('f.closed_at')
      .whereNotExists(accepted => {
        accepted
          .from('fleet_exceptions as e')
          .whereRaw('e.row_id = f.row_id and e.finding_id = f.finding_id')
          .whereNull('e.ended_at')
          .where('e.until', '>', now);
      });
    if (severity?.length) found.whereIn('f.severity', severity);
    if (code?.length) found.whereIn('f.code', code);
  });
}

function whereText(query: Query, text: string | undefined): void {
  if (!text) return;
  const literal = text
    .toLocaleLowerCase('en-US')
    .replace(/[!%_]/g, char => `!${char}`);
  query.whereRaw("search like ? escape '!'", [`%${literal}%`]);
}

/** Narrows a query on `fleet_rows` to what a filter fits. */
export function whereFits(
  query: Query,
  filter: FleetFilter,
  now: Moment,
): Query {
  query.whereNull('closed_at');
  for (const column of ['owner', 'system', 'lifecycle'] as const) {
    whereOneOf(query, column, filter[column]);
  }
  for (const column of ['environment', 'instance', 'cluster'] as const) {
    whereOneOf(query, column, filter[column]);
  }
  whereOneOf(query, 'health', filter.health);
  if (filter.adoption?.length) query.whereIn('adoption', filter.adoption);
  whereDelivered(query, filter.delivery);
  whereReviewed(query, filter.review, now);
  whereFound(query, filter, now);
  whereText(query, filter.text);
  return query;
}

/** Sorts, and starts after the end of the page before. The value of the order is selected as `sort_value`. */
export function ordered(
  query: Query,
  { sort, descending, limit }: FleetQuery,
  after: PageEnd | undefined,
): Query {
  const column = sortColumns[sort];
  const direction = descending ? 'desc' : 'asc';
  if (after) {
    const beyond = descending ? '<' : '>';
    query.whereRaw(
      `(${column} ${beyond} ? or (${column} = ? and id ${beyond} ?))`,
      [after.value, after.value, after.id],
    );
  }
  return query
    .orderByRaw(`${column} ${direction}, id ${direction}`)
    .limit(limit + 1);
}

/** The selection of the value a page is sorted by. */
export function sortValueOf(sort: FleetSort): string {
  return `${sortColumns[sort]} as sort_value`;
}
