import { stringify } from 'csv-stringify/sync';
import {
  ExportRow,
  exportRowSchema,
  FleetFilter,
  FleetRow,
} from 'backstage-plugin-service-secrets-common';

import { FleetReader } from './FleetReader';

/** A spreadsheet takes a cell that starts with one of these for a formula. */
const formula = /^[=+\-@\t\r]/;

/** The text of a cell, which no spreadsheet runs. */
export function harmless(value: string): string {
  return formula.test(value) ? `'${value}` : value;
}

function text(value: string | number | undefined): string {
  return value === undefined ? '' : String(value);
}

/** A row as one line: what is not known stays empty. */
export function toExportRow(row: FleetRow): ExportRow {
  const open = row.findings.filter(({ exception }) => !exception);
  const accepted = row.findings.flatMap(({ code, exception }) =>
    exception ? `${code} until ${exception.until}: ${exception.reason}` : [],
  );
  const { review, nextExpiry } = row;
  return {
    entityRef: row.entityRef,
    title: row.title,
    owner: text(row.owner),
    system: text(row.system),
    lifecycle: text(row.lifecycle),
    environment: row.environment,
    instance: text(row.instance),
    cluster: text(row.cluster),
    namespace: text(row.namespace),
    delivery: row.deliveryMethods.join(' '),
    adoption: row.adoption,
    health: row.health,
    sentence: row.sentence,
    openFindings: open.map(({ code }) => code).join(' '),
    exceptions: accepted.join('; '),
    databaseRoles: text(row.databaseRoles),
    leases: text(row.leases),
    leaseBudget: text(row.leaseBudget),
    certificates: text(row.certificates),
    nextExpiry: nextExpiry ? `${nextExpiry.what} ${nextExpiry.name}` : '',
    nextExpiryAt: text(nextExpiry?.at),
    collectedAt: text(row.collectedAt),
    stale: row.stale ? 'yes' : 'no',
    reviewState: review.state,
    reviewedBy: text(review.by),
    reviewedAt: text(review.at),
    reviewedUntil: text(review.until),
    reviewNote: text(review.note),
  };
}

/** Rows as a CSV file with a header line. */
export function toCsv(rows: readonly FleetRow[]): string {
  const columns = Object.keys(exportRowSchema.shape);
  const lines = rows.map(row =>
    Object.values(toExportRow(row)).map(value => harmless(value)),
  );
  return stringify([columns, ...lines], { record_delimiter: 'windows' });
}

const PAGE = 500;

/** All rows a filter fits, worst first. */
export async function allRows(
  reader: Pick<FleetReader, 'page'>,
  filter: FleetFilter,
): Promise<FleetRow[]> {
  const rows: FleetRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await reader.page({
      filter,
      sort: 'worst',
      descending: false,
      limit: PAGE,
      cursor,
    });
    rows.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return rows;
}
