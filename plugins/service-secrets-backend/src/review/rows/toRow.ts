import {
  FleetFinding,
  FleetRow,
  Mute,
} from 'backstage-plugin-service-secrets-common';

import { severityOrder } from '../../assess/status';
import {
  ExceptionRecord,
  FindingRecord,
  Moment,
  MuteRecord,
  RowRecord,
} from '../records';
import { byRow } from './byRow';
import { reviewOf } from './reviewOf';

/** What a row is shown with; lists of many rows may be passed. */
export interface RowParts {
  readonly findings: readonly FindingRecord[];
  readonly exceptions: readonly ExceptionRecord[];
  readonly mutes: readonly MuteRecord[];
  readonly now: Moment;
}

function toFinding(
  { finding, row }: { finding: FindingRecord; row: RowRecord },
  exception?: ExceptionRecord,
): FleetFinding {
  return {
    id: finding.findingId,
    code: finding.code,
    severity: finding.severity,
    environment: row.environment,
    message: finding.message,
    remedy: finding.remedy,
    since: new Date(finding.openedAt).toISOString(),
    exception: exception && {
      id: exception.id,
      reason: exception.reason,
      until: new Date(exception.until).toISOString(),
    },
  };
}

function order(a: FleetFinding, b: FleetFinding): number {
  return (
    Number(a.exception !== undefined) - Number(b.exception !== undefined) ||
    severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) ||
    a.since.localeCompare(b.since)
  );
}

function findingsOf(row: RowRecord, parts: RowParts): FleetFinding[] {
  const accepted = new Map(
    parts.exceptions
      .filter(
        ({ endedAt, until }) => endedAt === undefined && until > parts.now,
      )
      .map(exception => [exception.findingId, exception]),
  );
  return parts.findings
    .filter(({ closedAt }) => closedAt === undefined)
    .map(finding =>
      toFinding({ finding, row }, accepted.get(finding.findingId)),
    )
    .sort(order);
}

function mutedOf({ mutes, now }: RowParts): Mute | undefined {
  const holding = mutes.find(({ until }) => until > now);
  if (!holding) return undefined;
  const { until, by, reason } = holding;
  return { until: new Date(until).toISOString(), by, reason };
}

/** A row as it is shown. The findings, exceptions and mutes must be its own. */
export function toRow(row: RowRecord, parts: RowParts): FleetRow {
  return {
    entityRef: row.entityRef,
    environment: row.environment,
    title: row.title,
    owner: row.owner,
    system: row.system,
    lifecycle: row.lifecycle,
    instance: row.instance,
    cluster: row.cluster,
    namespace: row.namespace,
    deliveryMethods: [...row.delivery],
    health: row.health,
    sentence: row.sentence,
    findings: findingsOf(row, parts),
    databaseRoles: row.databaseRoles,
    leases: row.leases,
    leaseBudget: row.leaseBudget,
    certificates: row.certificates,
    nextExpiry: row.nextExpiry,
    adoption: row.adoption,
    collectedAt:
      row.collectedAt === undefined
        ? undefined
        : new Date(row.collectedAt).toISOString(),
    stale: row.stale,
    sources: [...row.sources],
    review: reviewOf(row, parts.now),
    muted: mutedOf(parts),
  };
}

/** Many rows as they are shown, each with its own findings. */
export function toRows(
  rows: readonly RowRecord[],
  { findings, exceptions, mutes, now }: RowParts,
): FleetRow[] {
  const findingsOfRow = byRow(findings);
  const exceptionsOfRow = byRow(exceptions);
  const mutesOfRow = byRow(mutes);
  return rows.map(row =>
    toRow(row, {
      findings: findingsOfRow.get(row.id) ?? [],
      exceptions: exceptionsOfRow.get(row.id) ?? [],
      mutes: mutesOfRow.get(row.id) ?? [],
      now,
    }),
  );
}
