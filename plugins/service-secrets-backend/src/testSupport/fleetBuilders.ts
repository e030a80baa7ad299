import {
  FindingRecord,
  RowRecord,
  rowIdOf,
  RunRecord,
} from '../review/records';
import { worstKey } from '../review/rows/worstKey';
import { RowUpdate } from '../review/FleetStore';

/** The tests' moment. */
export const fleetNow = Date.parse('2026-11-22T12:00:00.000Z');

/** A row in order, unless told otherwise. */
export function aRowRecord(change: Partial<RowRecord> = {}): RowRecord {
  const entityRef = change.entityRef ?? 'component:default/grade-api';
  const environment = change.environment ?? 'production';
  const title = change.title ?? entityRef.slice(entityRef.indexOf('/') + 1);
  const health = change.health ?? 'healthy';
  return {
    id: rowIdOf(entityRef, environment),
    entityRef,
    environment,
    title,
    owner: 'group:default/grades',
    system: 'system:default/grading',
    lifecycle: 'production',
    instance: 'vault',
    cluster: 'cluster',
    namespace: 'grade-api',
    delivery: ['agent-injector'],
    adoption: 'dynamic',
    health,
    sentence: 'Everything this service uses is in order.',
    worstKey: worstKey({ health, title }, []),
    databaseRoles: 1,
    leases: 2,
    leaseBudget: 2,
    irrevocableLeases: 0,
    orphanLeases: 0,
    certificates: 1,
    collectedAt: fleetNow,
    attemptedAt: fleetNow,
    addedAt: fleetNow,
    stale: false,
    sources: [],
    facts: { roles: [], expiries: [] },
    fingerprint: { roles: 'a', policies: 'b', bindings: 'c', findings: [] },
    entityTag: 'tag',
    ...change,
  };
}

/** A broken service account binding of a row. */
export function aFindingRecord(
  change: Partial<FindingRecord> = {},
): FindingRecord {
  return {
    rowId: aRowRecord().id,
    findingId: 'production:serviceAccountNotBound:auth-role:grade-api',
    code: 'serviceAccountNotBound',
    severity: 'broken',
    message: 'Auth role `grade-api` does not bind `grade-api`.',
    remedy: 'Add the service account to the auth role.',
    openedAt: fleetNow,
    ...change,
  };
}

/** What a collection saves of a row. */
export function anUpdate(
  row: RowRecord,
  change: Partial<Omit<RowUpdate, 'row'>> = {},
): RowUpdate {
  const { signOff, ...rest } = row;
  return {
    row: rest,
    signOff,
    opened: [],
    closed: [],
    reworded: [],
    changes: [],
    ...change,
  };
}

/** A scheduled run that has just begun, unless told otherwise. */
export function aRunRecord(change: Partial<RunRecord> = {}): RunRecord {
  return {
    id: 'run',
    state: 'running',
    trigger: 'schedule',
    startedAt: fleetNow,
    services: 3,
    collected: 2,
    skipped: 1,
    failed: 0,
    ...change,
  };
}
