import { randomUUID } from 'node:crypto';

import { searchText } from '../rows/searchText';
import { RowRecord, SignOff } from '../records';

/** A row of the table; drivers give big integers as text. */
export interface RowColumns {
  readonly id: string;
  readonly [column: string]: unknown;
}

function numberOf(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

/** Text the columns hold as text, absent for null. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A moment a driver may give as text; absent for null. */
export const momentOf = numberOf;

/** What we wrote ourselves with `JSON.stringify`, of the type the column is written from. */
export function jsonOf<T>(value: unknown): T | undefined {
  // Only this plugin writes the column.
  return typeof value === 'string' ? (JSON.parse(value) as T) : undefined;
}

function jsonText(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** An absent value would leave a column as it was. */
function withNulls(
  columns: Readonly<
    Record<string, string | number | boolean | null | undefined>
  >,
) {
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [name, value ?? null]),
  );
}

/** Belongs to every change of a row: it is how other processes learn of it. */
export function revised() {
  return { revision: randomUUID() };
}

/** All columns of a row but those of its review. */
export function toColumns(row: Omit<RowRecord, 'signOff' | 'drift'>) {
  return withNulls({
    id: row.id,
    entity_ref: row.entityRef,
    environment: row.environment,
    title: row.title,
    owner: row.owner,
    system: row.system,
    lifecycle: row.lifecycle,
    instance: row.instance,
    cluster: row.cluster,
    namespace: row.namespace,
    delivery: row.delivery.map(method => `|${method}|`).join(''),
    adoption: row.adoption,
    health: row.health,
    sentence: row.sentence,
    worst_key: row.worstKey,
    title_key: row.title.toLocaleLowerCase('en-US'),
    search: searchText(row),
    database_roles: row.databaseRoles,
    leases: row.leases,
    lease_budget: row.leaseBudget,
    irrevocable_leases: row.irrevocableLeases,
    orphan_leases: row.orphanLeases,
    certificates: row.certificates,
    next_expiry_at: row.nextExpiry && Date.parse(row.nextExpiry.at),
    next_expiry: jsonText(row.nextExpiry),
    collected_at: row.collectedAt,
    attempted_at: row.attemptedAt,
    added_at: row.addedAt,
    closed_at: null,
    stale: row.stale,
    sources: JSON.stringify(row.sources),
    facts: JSON.stringify(row.facts),
    fingerprint: JSON.stringify(row.fingerprint),
    entity_tag: row.entityTag,
    ...revised(),
  });
}

/** The column of what changed since a sign-off. */
export function driftColumn(drift: RowRecord['drift']) {
  return { review_drift: jsonText(drift) };
}

/** The column that tells one sign-off from another. */
export function reviewColumn(signOff: SignOff | undefined) {
  return { review: jsonText(signOff) };
}

/** The columns of a sign-off; a new one starts without drift. */
export function signOffColumns(signOff: SignOff | undefined) {
  return {
    review_until: signOff?.until ?? null,
    ...reviewColumn(signOff),
    ...driftColumn(undefined),
    ...revised(),
  };
}

/** The record a row of the table holds. */
export function fromColumns(columns: RowColumns): RowRecord {
  const delivery = String(columns.delivery).split('|');
  const row: Partial<Record<keyof RowRecord, unknown>> = {
    id: columns.id,
    entityRef: columns.entity_ref,
    environment: columns.environment,
    title: columns.title,
    owner: textOf(columns.owner),
    system: textOf(columns.system),
    lifecycle: textOf(columns.lifecycle),
    instance: textOf(columns.instance),
    cluster: textOf(columns.cluster),
    namespace: textOf(columns.namespace),
    delivery: delivery.filter(method => method !== ''),
    adoption: columns.adoption,
    health: columns.health,
    sentence: columns.sentence,
    worstKey: columns.worst_key,
    databaseRoles: numberOf(columns.database_roles),
    leases: numberOf(columns.leases),
    leaseBudget: numberOf(columns.lease_budget),
    irrevocableLeases: numberOf(columns.irrevocable_leases),
    orphanLeases: numberOf(columns.orphan_leases),
    certificates: numberOf(columns.certificates),
    nextExpiry: jsonOf(columns.next_expiry),
    collectedAt: momentOf(columns.collected_at),
    attemptedAt: momentOf(columns.attempted_at),
    addedAt: momentOf(columns.added_at),
    stale: Boolean(columns.stale),
    sources: jsonOf(columns.sources),
    facts: jsonOf(columns.facts),
    fingerprint: jsonOf(columns.fingerprint),
    entityTag: columns.entity_tag,
    signOff: jsonOf(columns.review),
    drift: jsonOf(columns.review_drift),
  };
  // Only `toColumns` writes the table.
  return row as unknown as RowRecord;
}
