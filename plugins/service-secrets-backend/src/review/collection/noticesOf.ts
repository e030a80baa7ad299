import { ExpiryKind, Severity } from 'backstage-plugin-service-secrets-common';

import { NoticeConfig, NoticeThresholds } from '../config';
import { ExpiryFact, FindingRecord } from '../records';
import {
  isAged,
  isOver,
  isStuck,
  nearExpiries,
  replacedCodes,
  wiringCodes,
} from './noticeLimits';
import {
  areAccepted,
  isAccepted,
  isExpiryAccepted,
  NoticeOutcome,
} from './NoticeOutcome';

/** Something an owner is told. */
export interface News {
  readonly entityRef: string;
  /** Of the service. */
  readonly title: string;
  readonly message: string;
  readonly severity: Severity;
}

type Row = NoticeOutcome['rows'][number];

const expiryWords: Readonly<Record<ExpiryKind, string>> = {
  certificate: 'Certificate',
  ca: 'CA',
  cliff: 'Certificates are cut short by the CA',
  rotation: 'Rotation',
};

function expiryMessage({ kind, name, at }: ExpiryFact): string {
  const day = new Date(at).toISOString().slice(0, 10);
  return kind === 'cliff'
    ? `${expiryWords.cliff} \`${name}\` from ${day}`
    : `${expiryWords[kind]} \`${name}\` ends ${day}`;
}

/** Expiries that are within their threshold and were not when last looked at. */
function expiryNews(
  outcome: NoticeOutcome,
  row: Row,
  thresholds: NoticeThresholds,
): string[] {
  const before = outcome.before.find(({ id }) => id === row.id);
  const known = new Set(
    nearExpiries(before, thresholds).map(
      ({ kind, name, at }) => `${kind} ${name} ${at}`,
    ),
  );
  return nearExpiries(row, thresholds)
    .filter(({ kind, name, at }) => !known.has(`${kind} ${name} ${at}`))
    .filter(fact => !isExpiryAccepted(outcome, row, fact))
    .map(expiryMessage);
}

function leaseNews(
  outcome: NoticeOutcome,
  row: Row,
  thresholds: NoticeThresholds,
): string[] {
  const before = outcome.before.find(({ id }) => id === row.id);
  const crossed = [
    {
      is: isStuck(row, thresholds) && !isStuck(before, thresholds),
      of: 'leaseIrrevocable',
      message: `${row.irrevocableLeases} leases cannot be revoked`,
    },
    {
      is: isOver(row, thresholds) && !isOver(before, thresholds),
      of: 'leasesOverBudget',
      message: `${row.leases} leases, the budget is ${row.leaseBudget}`,
    },
  ];
  return crossed
    .filter(
      ({ is, of }) =>
        is && !areAccepted(outcome, row.id, ({ code }) => code === of),
    )
    .map(({ message }) => message);
}

/** Broken wiring that got as old as its threshold since it was last looked at. */
function wiringNews(
  { rows, before, lasting }: NoticeOutcome,
  { brokenWiringMs }: NoticeThresholds,
): FindingRecord[] {
  if (brokenWiringMs === undefined) return [];
  return lasting.filter(finding => {
    const of = (list: readonly Row[]) =>
      list.find(({ id }) => id === finding.rowId)?.attemptedAt ?? 0;
    return (
      wiringCodes.has(finding.code) &&
      isAged(finding, brokenWiringMs, of(rows)) &&
      !isAged(finding, brokenWiringMs, of(before))
    );
  });
}

/** What a collection of one service found that its owner is told of, each once; not what somebody accepted. */
export function noticesOf(
  outcome: NoticeOutcome,
  { codes, thresholds }: Pick<NoticeConfig, 'codes' | 'thresholds'>,
): News[] {
  const { entityRef, title } = outcome.entity;
  const spokenFor = replacedCodes(thresholds);
  const findings = [
    ...outcome.opened.filter(
      ({ code }) => codes.has(code) && !spokenFor.has(code),
    ),
    ...wiringNews(outcome, thresholds),
  ].filter(finding => !isAccepted(outcome, finding));
  const crossed = outcome.rows.flatMap(row => [
    ...expiryNews(outcome, row, thresholds),
    ...leaseNews(outcome, row, thresholds),
  ]);
  return [
    ...findings.map(({ message, severity }) => ({ message, severity })),
    ...crossed.map(message => ({ message, severity: 'risk' as const })),
  ].map(news => ({ entityRef, title, ...news }));
}
