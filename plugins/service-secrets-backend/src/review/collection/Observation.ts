import {
  Adoption,
  Finding,
  FindingCode,
  FleetSourceNote,
  ObservedDelivery,
  Status,
} from 'backstage-plugin-service-secrets-common';

import { Fingerprint, RowFacts } from '../records';

/** What one collection saw of a service in one environment. Absent parts could not be read. */
export interface Observation {
  readonly environment: string;
  readonly instance?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly status: Status;
  readonly findings: readonly Finding[];
  /** Codes whose check could not be made: what they found before still holds. */
  readonly unknown: readonly FindingCode[];
  readonly delivery?: readonly ObservedDelivery[];
  readonly adoption?: Adoption;
  readonly databaseRoles?: number;
  readonly leases?: number;
  readonly leaseBudget?: number;
  readonly irrevocableLeases?: number;
  readonly orphanLeases?: number;
  readonly certificates?: number;
  readonly facts: RowFacts;
  readonly fingerprint: Fingerprint;
  readonly sources: readonly FleetSourceNote[];
  /** Nothing confirms the claim, and that was read: so that nothing seen before may be shown any more. */
  readonly denied?: boolean;
}
