import {
  ExpiryKind,
  FindingCode,
  Severity,
} from 'backstage-plugin-service-secrets-common';

import { NoticeConfig, NoticeThresholds } from '../config';
import { ExpiryFact, FindingRecord, Moment, RowRecord } from '../records';
import { ServiceOutcome } from './ServiceCollector';

/** Something an owner is told. */
export interface News {
  /** Of the service. */
  readonly title: string;
  readonly message: string;
  readonly severity: Severity;
}

type Row = Omit<RowRecord, 'signOff'>;
type Outcome = Pick<
  ServiceOutcome,
  'entity' | 'rows' | 'before' | 'opened' | 'lasting'
>;

/** What a pod needs on its way to a credential. */
const wiring: ReadonlySet<FindingCode> = new Set([
  'authRoleMissing',
  'serviceAccountMissing',
  'serviceAccountNotBound',
  'namespaceNotBound',
  'audienceMismatch',
  'policyMissing',
  'policyLacksPath',
  'databaseRoleMissing',
  'connectionMissing',
  'roleNotAllowed',
  'injectionDenied',
  'agentFailing',
]);

/** Codes that a threshold of their kind speaks for. */
function replaced(thresholds: NoticeThresholds): ReadonlySet<FindingCode> {
  const { caMs, irrevocable, budget, brokenWiringMs } = thresholds;
  return new Set<FindingCode>([
    ...(caMs === undefined ? [] : (['issuingCaExpiring'] as const)),
    ...(irrevocable === undefined ? [] : (['leaseIrrevocable'] as const)),
    ...(budget === undefined ? [] : (['leasesOverBudget'] as const)),
    ...(brokenWiringMs === undefined ? [] : wiring),
  ]);
}

const expiryWords: Readonly<Record<ExpiryKind, string>> = {
  certificate: 'Certificate',
  ca: 'CA',
  cliff: 'Certificates are cut short by the CA',
  rotation: 'Rotation',
};

function limitOf(
  { kind, attention }: ExpiryFact,
  { certificateMs, caMs, cliffMs }: NoticeThresholds,
): number | undefined {
  if (kind === 'certificate') return attention ? certificateMs : undefined;
  if (kind === 'ca') return caMs;
  return kind === 'cliff' ? cliffMs : undefined;
}

/** Expiries that are within their threshold and were not when last looked at. */
function expiryNews(
  row: Row,
  before: RowRecord | undefined,
  thresholds: NoticeThresholds,
): string[] {
  const isNear = (fact: ExpiryFact, at: Moment) => {
    const limit = limitOf(fact, thresholds);
    return limit !== undefined && fact.at - at <= limit;
  };
  const known = new Set(
    (before?.facts.expiries ?? [])
      .filter(fact => before && isNear(fact, before.attemptedAt))
      .map(({ kind, name, at }) => `${kind} ${name} ${at}`),
  );
  return (row.facts.expiries ?? [])
    .filter(
      fact =>
        isNear(fact, row.attemptedAt) &&
        !known.has(`${fact.kind} ${fact.name} ${fact.at}`),
    )
    .map(({ kind, name, at }) => {
      const day = new Date(at).toISOString().slice(0, 10);
      return kind === 'cliff'
        ? `${expiryWords.cliff} \`${name}\` from ${day}`
        : `${expiryWords[kind]} \`${name}\` ends ${day}`;
    });
}

type Counts = Pick<Row, 'irrevocableLeases' | 'leases' | 'leaseBudget'>;

function leaseNews(
  row: Counts,
  before: Counts | undefined,
  { irrevocable, budget }: NoticeThresholds,
): string[] {
  const stuck = (of?: Counts) =>
    irrevocable !== undefined && (of?.irrevocableLeases ?? 0) >= irrevocable;
  const over = (of?: Counts) =>
    budget !== undefined &&
    of?.leases !== undefined &&
    of.leaseBudget !== undefined &&
    of.leases > of.leaseBudget * budget;
  return [
    ...(stuck(row) && !stuck(before)
      ? [`${row.irrevocableLeases} leases cannot be revoked`]
      : []),
    ...(over(row) && !over(before)
      ? [`${row.leases} leases, the budget is ${row.leaseBudget}`]
      : []),
  ];
}

/** Broken wiring that got as old as its threshold since it was last looked at. */
function isAgedBetween(
  { openedAt }: FindingRecord,
  ageMs: number,
  [from, to]: readonly [Moment, Moment],
): boolean {
  const due = openedAt + ageMs;
  return due > from && due <= to;
}

function wiringNews(
  { rows, before, lasting }: Outcome,
  { brokenWiringMs }: NoticeThresholds,
): FindingRecord[] {
  if (brokenWiringMs === undefined) return [];
  return lasting.filter(finding => {
    const of = (list: readonly Row[]) =>
      list.find(({ id }) => id === finding.rowId)?.attemptedAt ?? 0;
    return (
      wiring.has(finding.code) &&
      isAgedBetween(finding, brokenWiringMs, [of(before), of(rows)])
    );
  });
}

/** What a collection of one service found that its owner is told of, each once. */
export function noticesOf(
  outcome: Outcome,
  { codes, thresholds }: Pick<NoticeConfig, 'codes' | 'thresholds'>,
): News[] {
  const { title } = outcome.entity;
  const spokenFor = replaced(thresholds);
  const findings = [
    ...outcome.opened.filter(
      ({ code }) => codes.has(code) && !spokenFor.has(code),
    ),
    ...wiringNews(outcome, thresholds),
  ].map(({ message, severity }) => ({ title, message, severity }));
  const crossed = outcome.rows.flatMap(row => {
    const before = outcome.before.find(({ id }) => id === row.id);
    return [
      ...expiryNews(row, before, thresholds),
      ...leaseNews(row, before, thresholds),
    ].map(message => ({ title, message, severity: 'risk' as const }));
  });
  return [...findings, ...crossed];
}
