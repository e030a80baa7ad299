import { ttlWords } from 'backstage-plugin-service-secrets-common';
import type {
  Connection,
  Mounted,
} from 'backstage-plugin-service-secrets-node';

import { Read } from '../collect/SourceResult';
import { databaseName } from './databaseName';
import { grantFacts, policyFor } from './policyFor';
import { DeliveryIntent } from './DeliveryIntent';
import { deliveryStation } from './deliveryStation';
import { leasesPerPod } from './readInjector';
import {
  DatabaseRoleView,
  ServiceView,
  StaticRoleView,
  WorkloadView,
} from './ServiceView';
import { Chain, namesOf, Station } from './Station';
import { workloadStation } from './workloadStation';

/** A workload and the way in which it gets a credential; undefined when none is seen. */
interface Reader {
  readonly user?: WorkloadView;
  readonly intent?: DeliveryIntent;
}

/** With an intent the account it logs in with, which need not be the pods' own. */
function accountOf({ user, intent }: Reader): string | undefined {
  return intent ? intent.serviceAccount : user?.workload.serviceAccount;
}

function loginStations(view: ServiceView, reader: Reader): Station[] {
  const account = accountOf(reader);
  const { authRole, binding, serviceAccounts } = view;
  const role = authRole === 'unreadable' ? undefined : authRole;
  return [
    {
      kind: 'service-account',
      name: account ?? 'unknown',
      facts: [`namespace ${binding.namespace}`],
      source: 'serviceAccount',
      known: account !== undefined && serviceAccounts !== 'unreadable',
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

/** How many leases each of its pods takes by its agent, when that is to be seen. */
function leaseFacts(
  { user, intent }: Reader,
  { leased }: CredentialRole,
): string[] {
  if (!leased || !user?.injector) return [];
  if (intent?.method !== 'agent-injector') return [];
  const count = leasesPerPod(user.injector);
  return [`${count} ${count === 1 ? 'lease' : 'leases'} per pod`];
}

function databaseChain(
  view: ServiceView,
  reader: Reader,
  role: CredentialRole,
): Chain {
  const delivery = reader.intent?.delivery;
  return {
    kind: 'database',
    stations: [
      workloadStation(view, reader.user, leaseFacts(reader, role)),
      ...(delivery ? [deliveryStation(delivery, role.leased)] : []),
      ...loginStations(view, reader),
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

function readersOf({ workloads }: ServiceView, path: string): Reader[] {
  if (workloads === 'unreadable') return [{}];
  const readers = workloads.flatMap(user =>
    user.intents
      .filter(({ paths }) => paths.includes(path))
      .map(intent => ({ user, intent })),
  );
  if (readers.length > 0) return readers;
  // Nobody is seen reading it: the chain starts at the first workload all the same, so that the break can be shown.
  const [user] = workloads;
  return [{ user, intent: user?.intents.at(0) }];
}

/** One chain for each pod template, each credential it should get, and each way it gets that. */
export function databaseChains(view: ServiceView): Chain[] {
  return credentialRoles(view).flatMap(role =>
    readersOf(view, role.path).map(reader => databaseChain(view, reader, role)),
  );
}
