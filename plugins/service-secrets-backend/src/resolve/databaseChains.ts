import { ttlWords } from 'backstage-plugin-service-secrets-common';
import type {
  Connection,
  Mounted,
} from 'backstage-plugin-service-secrets-node';

import { Read } from '../collect/SourceResult';
import { databaseName } from './databaseName';
import { grantFacts, policyFor } from './policyFor';
import { leasesPerPod, pathsRead } from './readInjector';
import {
  DatabaseRoleView,
  ServiceView,
  StaticRoleView,
  WorkloadView,
} from './ServiceView';
import { Chain, namesOf, Station } from './Station';
import { workloadStation } from './workloadStation';

function loginStations(
  view: ServiceView,
  user: WorkloadView | undefined,
): Station[] {
  const { authRole, binding, serviceAccounts } = view;
  const role = authRole === 'unreadable' ? undefined : authRole;
  return [
    {
      kind: 'service-account',
      name: user?.workload.serviceAccount ?? 'unknown',
      facts: [`namespace ${binding.namespace}`],
      source: 'serviceAccount',
      known: user !== undefined && serviceAccounts !== 'unreadable',
    },
    {
      kind: 'auth-role',
      ...namesOf(binding.authRole, binding.usualMounts?.kubernetesAuth),
      facts: role
        ? [
            `binds ${role.boundServiceAccountNames.join(', ')}`,
            ...(role.tokenTtlSeconds > 0
              ? [`token ${ttlWords(role.tokenTtlSeconds)}`]
              : []),
          ]
        : [],
      source: 'authRole',
      known: authRole !== 'unreadable',
    },
  ];
}

interface CredentialRole {
  readonly at: Mounted;
  readonly path: string;
  readonly facts: readonly string[];
  /** Whether each pod that reads it takes leases. */
  readonly leased: boolean;
  readonly connectionName?: string;
  readonly connection: Read<Connection | undefined>;
  readonly known: boolean;
}

function connectionStation(
  { binding }: ServiceView,
  { at, connectionName, connection }: CredentialRole,
): Station {
  const read = connection === 'unreadable' ? undefined : connection;
  const names =
    connectionName === undefined
      ? { name: 'unknown' }
      : namesOf(
          { mount: at.mount, name: connectionName },
          binding.usualMounts?.database,
        );
  return {
    kind: 'connection',
    ...names,
    facts: read ? [databaseName(read)] : [],
    source: 'databaseRoles',
    known: connection !== 'unreadable',
  };
}

/** How many leases each of its pods takes, when that is to be seen. */
function leaseFacts(
  user: WorkloadView | undefined,
  { leased, path }: CredentialRole,
): string[] {
  if (!leased || !user?.injector) return [];
  if (!pathsRead(user.injector).includes(path)) return [];
  const count = leasesPerPod(user.injector);
  return [`${count} ${count === 1 ? 'lease' : 'leases'} per pod`];
}

function databaseChain(
  view: ServiceView,
  user: WorkloadView | undefined,
  role: CredentialRole,
): Chain {
  return {
    kind: 'database',
    stations: [
      workloadStation(view, user, leaseFacts(user, role)),
      ...loginStations(view, user),
      {
        kind: 'policy',
        name: policyFor(view, role.path),
        facts: grantFacts(view, role.path),
        source: 'policies',
        known: view.policies !== 'unreadable',
      },
      {
        kind: 'database-role',
        ...namesOf(role.at, view.binding.usualMounts?.database),
        facts: role.facts,
        source: 'databaseRoles',
        known: role.known,
      },
      connectionStation(view, role),
    ],
  };
}

function dynamicRole(role: DatabaseRoleView): CredentialRole {
  const { at, connection, limit, defaultTtlSeconds } = role;
  const usual = ttlWords(defaultTtlSeconds);
  const most =
    limit.seconds > 0 && limit.seconds !== defaultTtlSeconds
      ? `, at most ${ttlWords(limit.seconds)}`
      : '';
  return {
    at,
    path: `${at.mount}/creds/${at.name}`,
    facts: role.role ? [`${usual}${most}`] : [],
    leased: true,
    connectionName: role.role?.connection,
    connection,
    known: true,
  };
}

function fixedRole({ at, role, connection }: StaticRoleView): CredentialRole {
  return {
    at,
    path: `${at.mount}/static-creds/${at.name}`,
    facts: role
      ? [`rotates every ${ttlWords(role.rotationPeriodSeconds)}`]
      : [],
    leased: false,
    connectionName: role?.connection,
    connection,
    known: true,
  };
}

/** Roles whose source failed are still claimed: their stations are shown as unknown. */
function credentialRoles(view: ServiceView): CredentialRole[] {
  const { databaseRoles, staticRoles, binding } = view;
  const unknown = (at: Mounted, verb: string): CredentialRole => ({
    at,
    path: `${at.mount}/${verb}/${at.name}`,
    facts: [],
    leased: verb === 'creds',
    connection: 'unreadable',
    known: false,
  });
  return [
    ...(databaseRoles === 'unreadable'
      ? binding.databaseRoles.map(at => unknown(at, 'creds'))
      : databaseRoles.map(dynamicRole)),
    ...(staticRoles === 'unreadable'
      ? binding.staticRoles.map(at => unknown(at, 'static-creds'))
      : staticRoles.map(fixedRole)),
  ];
}

function usersOf(
  view: ServiceView,
  path: string,
): (WorkloadView | undefined)[] {
  if (view.workloads === 'unreadable') return [undefined];
  const readers = view.workloads.filter(
    ({ injector }) => injector && pathsRead(injector).includes(path),
  );
  // Nobody is seen reading it: the chain starts at the first workload all the same, so that the break can be shown.
  return readers.length > 0 ? readers : [view.workloads.at(0)];
}

/** One chain for each pod template and each credential it should get. */
export function databaseChains(view: ServiceView): Chain[] {
  return credentialRoles(view).flatMap(role =>
    usersOf(view, role.path).map(user => databaseChain(view, user, role)),
  );
}
