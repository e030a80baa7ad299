import { AuthRoleAnswer } from './sources/authRole';
import { CertificatesAnswer } from './sources/certificates';
import { DatabaseRolesAnswer } from './sources/databaseRoles';
import { DeliveriesAnswer } from './sources/deliveries';
import { EventsAnswer } from './sources/events';
import { LeasesAnswer } from './sources/leases';
import { PkiAnswer } from './sources/pki';
import { PoliciesAnswer } from './sources/policies';
import { ServiceAccountAnswer } from './sources/serviceAccount';
import { WorkloadsAnswer } from './sources/workloads';
import { SourceResult } from './SourceResult';

/** Everything that was asked for one service in one environment, question by question. */
export interface ServiceSnapshot {
  readonly workloads: SourceResult<WorkloadsAnswer>;
  readonly serviceAccount: SourceResult<ServiceAccountAnswer>;
  readonly events: SourceResult<EventsAnswer>;
  readonly deliveries: SourceResult<DeliveriesAnswer>;
  readonly authRole: SourceResult<AuthRoleAnswer>;
  readonly policies: SourceResult<PoliciesAnswer>;
  readonly databaseRoles: SourceResult<DatabaseRolesAnswer>;
  readonly leases: SourceResult<LeasesAnswer>;
  readonly certificates: SourceResult<CertificatesAnswer>;
  readonly pki: SourceResult<PkiAnswer>;
}
