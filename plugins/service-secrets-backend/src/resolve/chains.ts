import { WiringNodeKind } from 'backstage-plugin-service-secrets-common';
import type {
  Connection,
  Mounted,
} from 'backstage-plugin-service-secrets-node';

import { Read } from '../collect/SourceResult';
import { describeDuration, describePods } from './describe';
import { evaluatePath } from './policy/evaluatePath';
import { pathsRead } from './readInjector';
import {
  CertificateView,
  DatabaseRoleView,
  mountedName,
  ServiceView,
  StaticRoleView,
  WorkloadView,
} from './ServiceView';

/** A station of a chain before anything is judged. */
export interface Station {
  readonly kind: WiringNodeKind;
  readonly name: string;
  readonly facts: readonly string[];
  /** Whether it was read; a station that was not is unknown, never fine. */
  readonly known: boolean;
}

/** A chain from a pod to a credential. */
export interface Chain {
  readonly kind: 'database' | 'certificate';
  readonly stations: readonly Station[];
}

function deliveryOf({ injector }: WorkloadView): string[] {
  return injector ? ['agent injector'] : [];
}

function workloadStation(
  view: ServiceView,
  user: WorkloadView | undefined,
): Station {
  if (!user) {
    const [{ kind, name }] = view.binding.workloads;
    return {
      kind: 'workload',
      name: kind ? `${kind}/${name}` : name,
      facts: [],
      known: view.workloads !== 'unreadable',
    };
  }
  return {
    kind: 'workload',
    name: user.name,
    facts: [describePods(user.pods.length), ...deliveryOf(user)],
    known: true,
  };
}

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
      known: user !== undefined && serviceAccounts !== 'unreadable',
    },
    {
      kind: 'auth-role',
      name: mountedName(binding.authRole),
      facts: role
        ? [
            `binds ${role.boundServiceAccountNames.join(', ')}`,
            ...(role.tokenTtlSeconds > 0
              ? [`token ${describeDuration(role.tokenTtlSeconds)}`]
              : []),
          ]
        : [],
      known: authRole !== 'unreadable',
    },
  ];
}

/** The policy that decides the path, else one that is missing, else the first attached one. */
export function policyFor(view: ServiceView, path: string): string {
  const { policies, authRole } = view;
  if (policies === 'unreadable') return 'unknown';
  const verdict = evaluatePath(policies.found, path, 'read');
  const [deciding] = verdict.policies;
  if (verdict.verdict === 'granted' && deciding) return deciding;
  const attached =
    authRole === 'unreadable' ? [] : authRole?.tokenPolicies ?? [];
  return policies.missing[0] ?? deciding ?? attached[0] ?? 'none';
}

function connectionStation(
  at: Mounted,
  name: string | undefined,
  connection: Read<Connection | undefined>,
): Station {
  const read = connection === 'unreadable' ? undefined : connection;
  return {
    kind: 'connection',
    name: name === undefined ? 'unknown' : mountedName({ ...at, name }),
    facts: read ? [read.plugin.replace(/-database-plugin$/, '')] : [],
    known: connection !== 'unreadable',
  };
}

interface CredentialRole {
  readonly at: Mounted;
  readonly path: string;
  readonly facts: readonly string[];
  readonly connectionName?: string;
  readonly connection: Read<Connection | undefined>;
}

function databaseChain(
  view: ServiceView,
  user: WorkloadView | undefined,
  role: CredentialRole,
): Chain {
  return {
    kind: 'database',
    stations: [
      workloadStation(view, user),
      ...loginStations(view, user),
      {
        kind: 'policy',
        name: policyFor(view, role.path),
        facts: [],
        known: view.policies !== 'unreadable',
      },
      {
        kind: 'database-role',
        name: mountedName(role.at),
        facts: role.facts,
        known: true,
      },
      connectionStation(role.at, role.connectionName, role.connection),
    ],
  };
}

function dynamicRole(role: DatabaseRoleView): CredentialRole {
  const { at, connection, limit, defaultTtlSeconds } = role;
  const facts = role.role
    ? [
        describeDuration(defaultTtlSeconds),
        ...(limit.seconds > 0
          ? [`at most ${describeDuration(limit.seconds)}`]
          : []),
      ]
    : [];
  return {
    at,
    path: `${at.mount}/creds/${at.name}`,
    facts,
    connectionName: role.role?.connection,
    connection,
  };
}

function fixedRole({ at, role, connection }: StaticRoleView): CredentialRole {
  return {
    at,
    path: `${at.mount}/static-creds/${at.name}`,
    facts: role
      ? [`rotated every ${describeDuration(role.rotationPeriodSeconds)}`]
      : [],
    connectionName: role?.connection,
    connection,
  };
}

/** Roles whose source failed are still claimed: their stations are shown as unknown. */
function credentialRoles(view: ServiceView): CredentialRole[] {
  const { databaseRoles, staticRoles, binding } = view;
  const unknown = (at: Mounted, verb: string): CredentialRole => ({
    at,
    path: `${at.mount}/${verb}/${at.name}`,
    facts: [],
    connection: 'unreadable',
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

function certificateStations(certificate: CertificateView): Station[] {
  const { name, resource, issuer, pki } = certificate;
  const stations: Station[] = [
    { kind: 'certificate', name, facts: [], known: true },
  ];
  if (!resource) return stations;
  stations.push({
    kind: 'issuer',
    name: resource.issuer.name,
    facts: [resource.issuer.kind],
    known: issuer !== 'unreadable',
  });
  if (pki === 'unreadable' || !pki) return stations;
  const ca = pki.ca === 'unreadable' ? undefined : pki.ca;
  stations.push({
    kind: 'pki-role',
    name: pki.at ? mountedName(pki.at) : pki.path,
    facts:
      pki.maxTtlSeconds > 0
        ? [`at most ${describeDuration(pki.maxTtlSeconds)}`]
        : [],
    known: true,
  });
  if (!pki.role) return stations;
  stations.push({
    kind: 'ca',
    name: ca?.name ?? ca?.subject ?? pki.role.issuerRef,
    facts: [],
    known: pki.ca !== 'unreadable',
  });
  return stations;
}

function certificateChains(view: ServiceView): Chain[] {
  const { certificates, workloads } = view;
  if (certificates === 'unreadable') return [];
  return certificates.map(certificate => {
    const user =
      workloads === 'unreadable'
        ? undefined
        : workloads.find(({ name }) => certificate.usedBy.includes(name));
    const first = workloads === 'unreadable' ? undefined : workloads.at(0);
    return {
      kind: 'certificate',
      stations: [
        workloadStation(view, user ?? first),
        ...certificateStations(certificate),
      ],
    };
  });
}

/** The chains of a service, from each pod template to each credential it should get. */
export function resolveChains(view: ServiceView): Chain[] {
  const database = credentialRoles(view).flatMap(role =>
    usersOf(view, role.path).map(user => databaseChain(view, user, role)),
  );
  return [...database, ...certificateChains(view)];
}
