import {
  ExpiryKind,
  FindingCode,
} from 'backstage-plugin-service-secrets-common';

import { NoticeThresholds } from '../config';
import { ExpiryFact, Moment, RowRecord } from '../records';

/** What a pod needs on its way to a credential. */
export const wiringCodes: ReadonlySet<FindingCode> = new Set([
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
export function replacedCodes({
  caMs,
  irrevocable,
  budget,
  brokenWiringMs,
}: NoticeThresholds): ReadonlySet<FindingCode> {
  return new Set<FindingCode>([
    ...(caMs === undefined ? [] : (['issuingCaExpiring'] as const)),
    ...(irrevocable === undefined ? [] : (['leaseIrrevocable'] as const)),
    ...(budget === undefined ? [] : (['leasesOverBudget'] as const)),
    ...(brokenWiringMs === undefined ? [] : wiringCodes),
  ]);
}

function limitOf(
  kind: ExpiryKind,
  attention: boolean,
  { certificateMs, caMs, cliffMs }: NoticeThresholds,
): number | undefined {
  if (kind === 'certificate') return attention ? certificateMs : undefined;
  if (kind === 'ca') return caMs;
  return kind === 'cliff' ? cliffMs : undefined;
}

/** What of a row is within the threshold of its kind, as it was last looked at. */
export function nearExpiries(
  row: Pick<RowRecord, 'facts' | 'attemptedAt'> | undefined,
  thresholds: NoticeThresholds,
): ExpiryFact[] {
  return (row?.facts.expiries ?? []).filter(({ kind, attention, at }) => {
    const limit = limitOf(kind, attention, thresholds);
    return limit !== undefined && at - (row?.attemptedAt ?? 0) <= limit;
  });
}

type Counts = Pick<RowRecord, 'irrevocableLeases' | 'leases' | 'leaseBudget'>;

/** As many leases cannot be revoked as the threshold says. */
export function isStuck(
  of: Counts | undefined,
  { irrevocable }: NoticeThresholds,
): boolean {
  return (
    irrevocable !== undefined && (of?.irrevocableLeases ?? 0) >= irrevocable
  );
}

/** There are more leases than the budget times the threshold. */
export function isOver(
  of: Counts | undefined,
  { budget }: NoticeThresholds,
): boolean {
  return (
    budget !== undefined &&
    of?.leases !== undefined &&
    of.leaseBudget !== undefined &&
    of.leases > of.leaseBudget * budget
  );
}

/** Broken wiring had got as old as its threshold by then. */
export function isAged(
  { openedAt }: { readonly openedAt: Moment },
  ageMs: number,
  by: Moment,
): boolean {
  return openedAt + ageMs <= by;
}
