import {
  Adoption,
  CollectionRun,
  ExpiryKind,
  FindingCode,
  FleetSourceNote,
  Health,
  NextExpiry,
  ObservedDelivery,
  Severity,
} from 'backstage-plugin-service-secrets-common';

/** Milliseconds since 1970, as the store keeps times. */
export type Moment = number;

/** Something of a service that ends. */
export interface ExpiryFact {
  readonly kind: ExpiryKind;
  readonly name: string;
  readonly at: Moment;
  readonly renewsAt?: Moment;
  readonly attention: boolean;
}

/** A database role a service uses. */
export interface RoleFact {
  readonly mount: string;
  readonly name: string;
  readonly kind: 'dynamic' | 'static';
  readonly connection?: string;
  readonly database?: string;
  readonly grants: string;
  readonly leases?: number;
}

/** The auth role a service logs in with. */
export interface LoginFact {
  readonly mount: string;
  readonly name: string;
  readonly serviceAccounts: readonly string[];
}

/** What was seen of a row beyond its columns. Absent parts were never read. */
export interface RowFacts {
  readonly expiries?: readonly ExpiryFact[];
  readonly roles?: readonly RoleFact[];
  readonly login?: LoginFact;
}

/** Hashes of what a reviewer looked at; absent parts were never read. */
export interface Fingerprint {
  readonly roles?: string;
  readonly policies?: string;
  readonly bindings?: string;
  /** Ids of the findings that were open. */
  readonly findings: readonly string[];
}

/** The sign-off that holds for a row. */
export interface SignOff {
  readonly by: string;
  readonly at: Moment;
  readonly until: Moment;
  readonly note: string;
  readonly fingerprint: Fingerprint;
}

/** A row as it is stored, without its findings. */
export interface RowRecord {
  readonly id: string;
  readonly entityRef: string;
  readonly environment: string;
  readonly title: string;
  readonly owner?: string;
  readonly system?: string;
  readonly lifecycle?: string;
  readonly instance?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly delivery: readonly ObservedDelivery[];
  readonly adoption: Adoption;
  readonly health: Health;
  readonly sentence: string;
  /** Sorts the worst first. */
  readonly worstKey: string;
  readonly databaseRoles?: number;
  readonly leases?: number;
  readonly leaseBudget?: number;
  readonly irrevocableLeases?: number;
  readonly orphanLeases?: number;
  readonly certificates?: number;
  readonly nextExpiry?: NextExpiry;
  readonly collectedAt?: Moment;
  readonly attemptedAt: Moment;
  readonly addedAt: Moment;
  readonly stale: boolean;
  readonly sources: readonly FleetSourceNote[];
  readonly facts: RowFacts;
  readonly fingerprint: Fingerprint;
  /** Changes when the entity does. */
  readonly entityTag: string;
  readonly signOff?: SignOff;
  /** What changed since the sign-off, in words. */
  readonly drift?: readonly string[];
}

/** A finding of a row, from when it was first seen until it was gone. */
export interface FindingRecord {
  readonly rowId: string;
  readonly findingId: string;
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: string;
  readonly remedy: string;
  readonly openedAt: Moment;
  readonly closedAt?: Moment;
}

/** An acceptance of a finding. */
export interface ExceptionRecord {
  readonly id: string;
  readonly rowId: string;
  readonly findingId: string;
  readonly code: FindingCode;
  readonly reason: string;
  readonly by: string;
  readonly at: Moment;
  readonly until: Moment;
  readonly endedAt?: Moment;
  /** Absent where its day passed. */
  readonly endedBy?: string;
}

/** An entry of the review log. */
export interface ReviewRecord {
  readonly id: string;
  readonly rowId: string;
  readonly action: 'signed' | 'withdrawn';
  readonly by: string;
  readonly at: Moment;
  readonly until?: Moment;
  readonly note: string;
}

/** Whose owner gets no notice until a day. */
export interface MuteRecord {
  readonly rowId: string;
  readonly until: Moment;
  readonly by: string;
  readonly at: Moment;
  readonly reason: string;
}

/** A change that is no finding. */
export interface ChangeRecord {
  readonly rowId: string;
  readonly kind: 'wiring-changed' | 'service-added' | 'service-removed';
  readonly message: string;
  readonly at: Moment;
}

/** Counts at the end of a day; the empty row id is the fleet. */
export interface DayRecord {
  readonly rowId: string;
  /** UTC, `2026-12-24`. */
  readonly day: string;
  readonly findingsOpen?: number;
  readonly leases?: number;
  readonly certificates?: number;
  readonly services?: number;
  readonly broken?: number;
}

/** A run of the collection as it is stored. */
export interface RunRecord
  extends Omit<CollectionRun, 'startedAt' | 'endedAt'> {
  readonly startedAt: Moment;
  readonly endedAt?: Moment;
  /**
   * What was begun to be read from this moment on need not be read again: when
   * the person asked whom it answers, or when the run began it goes on with.
   * Absent in runs of releases that did not know it.
   */
  readonly since?: Moment;
}

/** Kinds of things Vault lists, whoever uses them; a `gap` names what could not be listed. */
export const inventoryKinds = [
  'database-role',
  'static-role',
  'connection',
  'auth-role',
  'policy',
  'gap',
] as const;

/** Something Vault lists. */
export interface InventoryRecord {
  readonly instance: string;
  readonly kind: (typeof inventoryKinds)[number];
  readonly mount: string;
  readonly name: string;
  readonly listedAt: Moment;
  /** Absent: listed, and not read yet. */
  readonly readAt?: Moment;
  /** What reading it told; its shape depends on the kind. */
  readonly data?: unknown;
}

/** The id of a row; no entity ref holds a `#`. */
export function rowIdOf(entityRef: string, environment: string): string {
  return `${entityRef}#${environment}`;
}

/** What a row's id is made of. */
export function targetOfRow(id: string): {
  entityRef: string;
  environment: string;
} {
  const at = id.indexOf('#');
  return { entityRef: id.slice(0, at), environment: id.slice(at + 1) };
}

/** The UTC day of a moment. */
export function dayOf(at: Moment): string {
  return new Date(at).toISOString().slice(0, 10);
}
