import {
  FleetSourceNote,
  NextExpiry,
} from 'backstage-plugin-service-secrets-common';

import { Fingerprint, Moment, RoleFact, RowFacts, RowRecord } from '../records';
import { Observation } from './Observation';

type Counts = Pick<
  RowRecord,
  | 'databaseRoles'
  | 'leases'
  | 'leaseBudget'
  | 'irrevocableLeases'
  | 'orphanLeases'
  | 'certificates'
>;

/** Roles and their leases are two questions: one may be answered without the other. */
function mergeRoles(
  before: readonly RoleFact[] = [],
  now: readonly RoleFact[],
): RoleFact[] {
  return now.map(role => {
    const known = before.find(
      ({ mount, name, kind }) =>
        mount === role.mount && name === role.name && kind === role.kind,
    );
    return { ...role, leases: role.leases ?? known?.leases };
  });
}

/** What was seen, where it was read; else what was seen before. */
export function mergeFacts(before: RowFacts = {}, now: RowFacts): RowFacts {
  return {
    expiries: now.expiries ?? before.expiries,
    roles: now.roles ? mergeRoles(before.roles, now.roles) : before.roles,
    login: now.login ?? before.login,
  };
}

/** The hashes of what was read; else those of before. */
export function mergeFingerprint(
  before: Fingerprint | undefined,
  now: Fingerprint,
): Fingerprint {
  return {
    roles: now.roles ?? before?.roles,
    policies: now.policies ?? before?.policies,
    bindings: now.bindings ?? before?.bindings,
    findings: now.findings,
  };
}

/** The counts that were read; else those of before. A budget belongs to the count it was taken with. */
export function mergeCounts(
  before: Counts | undefined,
  now: Observation,
): Counts {
  const leaseSource = now.leases === undefined ? before : now;
  return {
    databaseRoles: now.databaseRoles ?? before?.databaseRoles,
    leases: leaseSource?.leases,
    leaseBudget: leaseSource?.leaseBudget,
    irrevocableLeases: leaseSource?.irrevocableLeases,
    orphanLeases: leaseSource?.orphanLeases,
    certificates: now.certificates ?? before?.certificates,
  };
}

/** Whether any of the numbers was read now. */
export function readAnything(now: Observation): boolean {
  return (
    now.databaseRoles !== undefined ||
    now.leases !== undefined ||
    now.certificates !== undefined
  );
}

/** Whether something shown is of an earlier collection, or of an earlier answer. */
export function isStale(now: Observation, known?: RowRecord): boolean {
  const keeps = (name: 'databaseRoles' | 'leases' | 'certificates') =>
    now[name] === undefined && known?.[name] !== undefined;
  return (
    now.sources.some(({ state }) => state === 'stale') ||
    keeps('databaseRoles') ||
    keeps('leases') ||
    keeps('certificates')
  );
}

/** Why parts are old or missing; what failed now and is shown from before is old, not missing. */
export function notesOf(
  { sources }: Observation,
  readBefore: Moment | undefined,
): FleetSourceNote[] {
  if (readBefore === undefined) return [...sources];
  const fetchedAt = new Date(readBefore).toISOString();
  return sources.map(note =>
    note.state === 'failed' ? { ...note, state: 'stale', fetchedAt } : note,
  );
}

/** What of a row ends next. */
export function nextExpiry({
  expiries = [],
}: RowFacts): NextExpiry | undefined {
  const [soonest] = [...expiries].sort((a, b) => a.at - b.at);
  return (
    soonest && {
      what: soonest.kind,
      name: soonest.name,
      at: new Date(soonest.at).toISOString(),
    }
  );
}
