import {
  ChangeSince,
  History,
  HistoryPoint,
} from 'backstage-plugin-service-secrets-common';

import {
  ChangeRecord,
  DayRecord,
  dayOf,
  FindingRecord,
  Moment,
  RowRecord,
  targetOfRow,
} from '../records';

const DAY = 86_400_000;

function countByDay(moments: readonly (Moment | undefined)[]) {
  const counts = new Map<string, number>();
  for (const moment of moments) {
    if (moment === undefined) continue;
    const day = dayOf(moment);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return counts;
}

/** What is known of the past of one row, or of the fleet. */
export interface Past {
  readonly days: readonly DayRecord[];
  /** Opened or closed within the days. */
  readonly findings: readonly FindingRecord[];
}

/** The days up to now, oldest first; a day nothing was collected on has no counts. */
export function historyOf(
  { days, findings }: Past,
  length: number,
  now: Moment,
): History {
  const opened = countByDay(findings.map(({ openedAt }) => openedAt));
  const closed = countByDay(findings.map(({ closedAt }) => closedAt));
  const byDay = new Map(days.map(day => [day.day, day]));
  const points = Array.from({ length }, (_unused, index): HistoryPoint => {
    const day = dayOf(now - (length - 1 - index) * DAY);
    const { rowId: _rowId, day: _day, ...counts } = byDay.get(day) ?? {};
    return {
      day,
      findingsOpened: opened.get(day) ?? 0,
      findingsClosed: closed.get(day) ?? 0,
      ...counts,
    };
  });
  return { servedAt: new Date(now).toISOString(), points };
}

/** Findings and changes since a moment, newest first. */
export function changesOf(
  {
    findings,
    changes,
  }: {
    readonly findings: readonly FindingRecord[];
    readonly changes: readonly ChangeRecord[];
  },
  rows: ReadonlyMap<string, RowRecord>,
  since: Moment,
): ChangeSince[] {
  const about = (rowId: string) => {
    const { entityRef, environment } = targetOfRow(rowId);
    const row = rows.get(rowId);
    const title = row?.title ?? entityRef;
    return { entityRef, environment, title, owner: row?.owner };
  };
  const told = (
    { rowId, code, severity, message }: FindingRecord,
    kind: 'finding-opened' | 'finding-closed',
    at: Moment | undefined,
  ): ChangeSince[] =>
    at === undefined || at < since
      ? []
      : [
          {
            ...about(rowId),
            kind,
            code,
            severity,
            message,
            at: new Date(at).toISOString(),
          },
        ];
  return [
    ...findings.flatMap(finding => [
      ...told(finding, 'finding-opened', finding.openedAt),
      ...told(finding, 'finding-closed', finding.closedAt),
    ]),
    ...changes.map(({ rowId, kind, message, at }) => ({
      ...about(rowId),
      kind,
      message,
      at: new Date(at).toISOString(),
    })),
  ].sort((a, b) => b.at.localeCompare(a.at));
}
