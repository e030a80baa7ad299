import { stringify } from 'csv-stringify/sync';
import {
  ExportRow,
  exportRowSchema,
  FleetRow,
} from 'backstage-plugin-service-secrets-common';

/**
 * A spreadsheet takes a cell that starts with one of these for a formula,
 * wide ones in some languages. One that separates by semicolons or tabs begins
 * a new cell behind each, and one that minds no quotes behind each line end.
 */
const formula = /(^|[;\t\r\n])([ "']*)(?=[=+\-@＝＋－＠])/g;

/** The text of a cell, which no spreadsheet runs. */
export function harmless(value: string): string {
  const text = value.replace(formula, `$1'$2`);
  return /^[\t\r\n]/.test(text) ? `'${text}` : text;
}

function textOf(value: string | number | undefined): string {
  return value === undefined ? '' : String(value);
}

/** A row as one line: what is not known stays empty. */
export function toExportRow(row: FleetRow): ExportRow {
  const open = row.findings.filter(({ exception }) => !exception);
  const accepted = row.findings.flatMap(({ code, exception }) =>
    exception ? `${code} until ${exception.until}: ${exception.reason}` : [],
  );
  const { review, nextExpiry, muted } = row;
  return {
    entityRef: row.entityRef,
    title: row.title,
    owner: textOf(row.owner),
    system: textOf(row.system),
    lifecycle: textOf(row.lifecycle),
    environment: row.environment,
    instance: textOf(row.instance),
    cluster: textOf(row.cluster),
    namespace: textOf(row.namespace),
    delivery: row.deliveryMethods.join(' '),
    adoption: row.adoption,
    health: row.health,
    sentence: row.sentence,
    openFindings: open.map(({ code }) => code).join(' '),
    exceptions: accepted.join('; '),
    databaseRoles: textOf(row.databaseRoles),
    leases: textOf(row.leases),
    leaseBudget: textOf(row.leaseBudget),
    certificates: textOf(row.certificates),
    nextExpiry: nextExpiry ? `${nextExpiry.what} ${nextExpiry.name}` : '',
    nextExpiryAt: textOf(nextExpiry?.at),
    collectedAt: textOf(row.collectedAt),
    stale: row.stale ? 'yes' : 'no',
    reviewState: review.state,
    reviewedBy: textOf(review.by),
    reviewedAt: textOf(review.at),
    reviewedUntil: textOf(review.until),
    reviewNote: textOf(review.note),
    mutedUntil: textOf(muted?.until),
    mutedBy: textOf(muted?.by),
    mutedReason: textOf(muted?.reason),
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
