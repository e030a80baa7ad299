import type { AuthRole, Pod } from 'backstage-plugin-service-secrets-node';

import { EnvironmentBinding } from '../bind/EnvironmentBinding';
import { ServiceSnapshot } from '../collect/ServiceSnapshot';
import { Read, SourceResult } from '../collect/SourceResult';
import { DatabaseRoleAnswer } from '../collect/sources/databaseRoles';
import { LeasesAnswer } from '../collect/sources/leases';
import { WorkloadsAnswer } from '../collect/sources/workloads';
import { CertificateTimes } from './certificateState';
import { grantsInWords } from './grantsInWords';
import { defaultTtlSeconds, lifeLimit } from './lifeLimit';
import { DeliveryView, pathsOf } from './DeliveryIntent';
import { intentsOf } from './intentsOf';
import { readInjector } from './readInjector';
import { resolveDeliveries } from './resolveDeliveries';
import { resolveCertificates } from './resolveCertificates';
import { LeaseInput, resolveLeases } from './resolveLeases';
import { resolveSources } from './resolveSources';
import {
  DatabaseRoleView,
  mountedName,
  RoleLeasesView,
  ServiceView,
  WorkloadView,
} from './ServiceView';

/** What resolving needs: nothing of it is read from a clock or a network. */
export interface ResolveInput {
  readonly binding: EnvironmentBinding;
  readonly snapshot: ServiceSnapshot;
  readonly times: CertificateTimes & { readonly leaseExpiring: number };
}

function dataOf<T>(result: SourceResult<T>): Read<T> {
  return result.state === 'failed' ? 'unreadable' : result.data;
}

function isLive({ phase, deleting }: Pod): boolean {
  return !deleting && (phase === 'Running' || phase === 'Pending');
}

function resolveWorkloads(
  { workloads, pods }: WorkloadsAnswer,
  deliveries: readonly DeliveryView[],
): WorkloadView[] {
  return workloads.map(workload => {
    const injector = readInjector(workload.injectorAnnotations);
    return {
      workload,
      name: `${workload.kind}/${workload.name}`,
      pods: pods.filter(pod => pod.workload === workload.name && isLive(pod)),
      injector,
      intents: intentsOf(workload, injector, deliveries),
    };
  });
}

/** Workloads the path is delivered to; where nothing is seen to be delivered, every workload may read it. */
function usersOf(
  path: string,
  workloads: Read<readonly WorkloadView[]>,
): Read<readonly WorkloadView[]> {
  if (workloads === 'unreadable') return workloads;
  if (workloads.every(({ intents }) => intents.length === 0)) {
    return workloads;
  }
  return workloads.filter(({ intents }) => pathsOf(intents).includes(path));
}

function resolveRole(
  { at, role, connection, limits }: DatabaseRoleAnswer,
  authRole: Read<AuthRole | undefined>,
  workloads: Read<readonly WorkloadView[]>,
): DatabaseRoleView {
  const usedBy = usersOf(`${at.mount}/creds/${at.name}`, workloads);
  const mount = limits === 'unreadable' ? undefined : limits;
  const login = authRole === 'unreadable' ? undefined : authRole;
  const limit = role
    ? lifeLimit({ role, mount, authRole: login })
    : ({ seconds: 0, by: 'system' } as const);
  return {
    at,
    role,
    connection,
    grants: grantsInWords(role?.creationStatements ?? []),
    defaultTtlSeconds: role ? defaultTtlSeconds(role, mount, limit) : 0,
    limit,
    usedBy,
  };
}

function resolveRoleLeases(
  result: SourceResult<LeasesAnswer>,
  roles: Read<readonly DatabaseRoleView[]>,
  given: Pick<LeaseInput, 'deliveries' | 'leaseExpiring'>,
): Read<readonly RoleLeasesView[]> {
  if (result.state === 'failed') return 'unreadable';
  const { data, fetchedAt: asOf } = result;
  return data.roles.map(answer => {
    const name = mountedName(answer.at);
    const role =
      roles === 'unreadable'
        ? undefined
        : roles.find(({ at }) => mountedName(at) === name);
    const { irrevocable } = data;
    return resolveLeases({ answer, role, irrevocable, asOf, ...given });
  });
}

function authRoleOf({ authRole }: ServiceSnapshot): Read<AuthRole | undefined> {
  const answer = dataOf(authRole);
  return answer === 'unreadable' ? answer : answer.role;
}

/** Joins what a service claims with what was read: who owns which role, lease, certificate and pod. */
export function resolveService({
  binding,
  snapshot,
  times,
}: ResolveInput): ServiceView {
  const read = dataOf(snapshot.workloads);
  const deliveries = resolveDeliveries(
    dataOf(snapshot.deliveries),
    read === 'unreadable' ? [] : read.workloads,
  );
  const workloads =
    read === 'unreadable' ? read : resolveWorkloads(read, deliveries.found);
  const authRole = authRoleOf(snapshot);
  const roles = dataOf(snapshot.databaseRoles);
  const databaseRoles =
    roles === 'unreadable'
      ? roles
      : roles.dynamic.map(role => resolveRole(role, authRole, workloads));
  const leases = dataOf(snapshot.leases);
  const certificates = dataOf(snapshot.certificates);
  return {
    binding,
    sources: resolveSources(snapshot, binding),
    workloads,
    serviceAccounts: dataOf(snapshot.serviceAccount),
    events: dataOf(snapshot.events),
    deliveries,
    authRole,
    policies: dataOf(snapshot.policies),
    databaseRoles,
    staticRoles: roles === 'unreadable' ? roles : roles.fixed,
    leases: resolveRoleLeases(snapshot.leases, databaseRoles, {
      deliveries: deliveries.found,
      leaseExpiring: times.leaseExpiring,
    }),
    leasesAreCurrent: snapshot.leases.state === 'ok',
    irrevocable: leases === 'unreadable' ? leases : leases.irrevocable,
    certificates:
      certificates === 'unreadable'
        ? certificates
        : resolveCertificates({
            certificates,
            pki: dataOf(snapshot.pki),
            workloads,
            times,
          }),
  };
}
