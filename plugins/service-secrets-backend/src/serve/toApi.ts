import {
  CertificateRow,
  DatabaseRoleRow,
  EnvironmentReport,
  Finding,
  LeaseCounts,
  LeaseRow,
  LeaseState,
  leaseStateSchema,
  ServiceReport,
} from 'backstage-plugin-service-secrets-common';

import { overallStatus, severityOrder, statusOf } from '../assess/status';
import { isRead, Read } from '../collect/SourceResult';
import { databaseName } from '../resolve/databaseName';
import { leaseEnd } from '../resolve/resolveLeases';
import {
  CertificateView,
  DatabaseRoleView,
  LeaseView,
  mountedName,
  RoleLeasesView,
  ServiceView,
  StaticRoleView,
} from '../resolve/ServiceView';
import { LeaseHandles, suffixOf } from './LeaseHandles';
import { EnvironmentState, ServiceState } from './ReportService';

function databaseOf({
  connection,
}: DatabaseRoleView | StaticRoleView): string | undefined {
  if (!connection || connection === 'unreadable') return undefined;
  return databaseName(connection);
}

function leasesOf(
  { leases }: ServiceView,
  { at }: DatabaseRoleView,
): RoleLeasesView | undefined {
  if (!isRead(leases)) return undefined;
  return leases.find(role => mountedName(role.at) === mountedName(at));
}

function dynamicRow(
  view: ServiceView,
  role: DatabaseRoleView,
): DatabaseRoleRow {
  const leases = leasesOf(view, role);
  return {
    ...role.at,
    kind: 'dynamic',
    connection: role.role?.connection ?? '',
    database: databaseOf(role),
    grants: role.grants,
    defaultTtlSeconds: role.defaultTtlSeconds,
    maxTtlSeconds: role.limit.seconds,
    limitedBy: role.limit.by,
    liveLeases: leases?.total,
    expectedLeases: leases?.expected,
  };
}

function fixedRow(role: StaticRoleView): DatabaseRoleRow {
  return {
    ...role.at,
    kind: 'static',
    connection: role.role?.connection ?? '',
    database: databaseOf(role),
    grants: role.role ? `as ${role.role.username}` : 'nothing we recognise',
    defaultTtlSeconds: 0,
    maxTtlSeconds: 0,
    limitedBy: 'system',
    rotationPeriodSeconds: role.role?.rotationPeriodSeconds,
    lastRotatedAt: role.role?.lastRotatedAt?.toISOString(),
  };
}

/** Roles Vault does not have are no rows; a finding tells of them. */
function databaseRows(view: ServiceView): DatabaseRoleRow[] | undefined {
  const { databaseRoles, staticRoles } = view;
  if (!isRead(databaseRoles) || !isRead(staticRoles)) return undefined;
  return [
    ...databaseRoles
      .filter(({ role }) => role)
      .map(role => dynamicRow(view, role)),
    ...staticRoles.filter(({ role }) => role).map(fixedRow),
  ];
}

function nextExpiry(rows: readonly LeaseView[]): Date | undefined {
  const living = rows.filter(
    ({ state }) => state !== 'irrevocable' && state !== 'expired',
  );
  const ends = living.map(({ lease }) => leaseEnd(lease).getTime());
  return ends.length > 0 ? new Date(Math.min(...ends)) : undefined;
}

function leaseCounts(roles: readonly RoleLeasesView[]): LeaseCounts {
  const rows = roles.flatMap(({ leases }) => leases);
  const count = (state: LeaseState) =>
    rows.filter(row => row.state === state).length;
  // Nothing to expect without a role: "0 of 0" would say that something was counted.
  const known =
    roles.length > 0 && roles.every(({ expected }) => expected !== undefined);
  return {
    total: roles.reduce((sum, { total }) => sum + total, 0),
    expected: known
      ? roles.reduce((sum, { expected = 0 }) => sum + expected, 0)
      : undefined,
    byState: {
      active: count('active'),
      expiring: count('expiring'),
      orphan: count('orphan'),
      expired: count('expired'),
      irrevocable: count('irrevocable'),
    },
    nextExpiresAt: nextExpiry(rows)?.toISOString(),
  };
}

function caOf({ pki }: CertificateView): string | undefined {
  if (!pki || pki === 'unreadable') return undefined;
  if (!pki.ca || pki.ca === 'unreadable') return undefined;
  return pki.ca.name ?? pki.ca.subject;
}

function pkiRoleOf({ pki }: CertificateView): string | undefined {
  return pki && pki !== 'unreadable' && pki.at
    ? mountedName(pki.at)
    : undefined;
}

/** Reasons of conditions are single words; their messages may hold addresses and are left out. */
function reasonOf({ resource, state }: CertificateView): string | undefined {
  if (state === 'valid') return undefined;
  const told = resource?.conditions.find(
    ({ type, status }) =>
      (type === 'Ready' && status === 'False') ||
      (type === 'Issuing' && status === 'False'),
  );
  return told?.reason;
}

function certificateRow(certificate: CertificateView): CertificateRow {
  const { name, resource, state, usedBy } = certificate;
  return {
    name,
    state,
    dnsNames: [...(resource?.dnsNames ?? [])],
    secretName: resource?.secretName,
    issuer: {
      kind: resource?.issuer.kind ?? 'Issuer',
      name: resource?.issuer.name ?? '',
      pkiRole: pkiRoleOf(certificate),
      ca: caOf(certificate),
    },
    notBefore: resource?.notBefore?.toISOString(),
    notAfter: resource?.notAfter?.toISOString(),
    renewsAt: resource?.renewalTime?.toISOString(),
    issuanceCliffAt: certificate.issuanceCliffAt?.toISOString(),
    failedAttempts: resource?.failedIssuanceAttempts ?? 0,
    nextAttemptAt: certificate.nextAttemptAt?.toISOString(),
    reason: reasonOf(certificate),
    usedBy: isRead(usedBy) ? [...usedBy] : [],
  };
}

/** Most urgent first; among equals the order of the checks, which is that of the wiring. */
function ordered(findings: readonly Finding[]): Finding[] {
  const rank = ({ severity }: Finding) => severityOrder.indexOf(severity);
  return [...findings].sort((a, b) => rank(a) - rank(b));
}

function mapRead<T, Row>(
  value: Read<T>,
  map: (value: T) => Row,
): Row | undefined {
  return isRead(value) ? map(value) : undefined;
}

function environmentReport(
  { view, assessment }: EnvironmentState,
  now: Date,
): EnvironmentReport {
  const { environment, instance, cluster, namespace } = view.binding;
  return {
    environment,
    instance,
    cluster,
    namespace,
    status: statusOf(assessment.findings, view, now),
    wiring: [...assessment.wiring],
    databaseRoles: databaseRows(view),
    leases: mapRead(view.leases, leaseCounts),
    certificates: mapRead(view.certificates, rows => rows.map(certificateRow)),
    findings: ordered(assessment.findings),
    sources: [...view.sources],
  };
}

/** The one place where internal state becomes what a browser may have: no lease id, no statement, no URL. */
export function toServiceReport(
  { entityRef, environments, denied }: ServiceState,
  servedAt: Date,
): ServiceReport {
  const reports = environments.map(environment =>
    environmentReport(environment, servedAt),
  );
  return {
    entityRef,
    servedAt: servedAt.toISOString(),
    status: overallStatus(
      reports.map(({ status }) => status),
      denied,
    ),
    environments: reports,
    denied: denied.map(claim => ({ ...claim })),
  };
}

/** One lease as the browser may have it: its id only as a handle and its last characters. */
export function toLeaseRow(
  view: LeaseView,
  instance: string,
  handles: LeaseHandles,
): LeaseRow {
  const { lease, at, state, endsForGoodAt, renewalsLeft, reason } = view;
  const { pod, certainty } = view;
  return {
    handle: handles.handle(instance, lease.id),
    suffix: suffixOf(lease.id),
    mount: at.mount,
    role: at.name,
    state,
    issuedAt: lease.issuedAt.toISOString(),
    expiresAt:
      state === leaseStateSchema.enum.irrevocable
        ? undefined
        : leaseEnd(lease).toISOString(),
    endsForGoodAt: endsForGoodAt?.toISOString(),
    lastRenewedAt: lease.lastRenewedAt?.toISOString(),
    renewable: lease.renewable,
    renewalsLeft,
    workload: pod === undefined ? undefined : { pod, certainty },
    reason,
  };
}
