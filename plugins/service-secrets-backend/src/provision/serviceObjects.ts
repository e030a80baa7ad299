import {
  authRoleName,
  databaseRoleName,
  issuerAuthRoleName,
  kvPlaceholderPath,
  pkiRoleName,
  policyName,
  ServiceName,
  staticRoleName,
} from 'backstage-plugin-service-secrets-common';
import {
  AllowedRole,
  DesiredObject,
  DesiredRole,
  InstanceMounts,
  ManifestRef,
} from 'backstage-plugin-service-secrets-node';

import { connectionPath, objectPath } from './describeChange';
import { StepTarget } from './ledger/LedgerStore';
import { describeRef } from './manifestSteps';
import { DatabaseOffer, Offer } from './ProvisionConfig';

/** Everything that may be a service's, each once. */
export interface ServiceObjects {
  readonly vault: readonly DesiredObject[];
  readonly allowedRoles: readonly AllowedRole[];
  readonly manifests: readonly ManifestRef[];
}

function role(
  kind: DesiredRole['kind'],
  anchor: string,
  place: { mount: string; name: string },
): DesiredRole {
  return { kind, anchor, ...place, fields: {} };
}

function databaseObjects(
  service: ServiceName,
  offer: DatabaseOffer,
  mounts: InstanceMounts,
) {
  const { profiles, staticUsernames, connection } = offer;
  const mount = offer.mount ?? mounts.database;
  const dynamic = profiles.map(profile => databaseRoleName(service, profile));
  const fixed = staticUsernames
    .filter(username => !username.endsWith('*'))
    .map(username => staticRoleName(service, username));
  const anchor = policyName(service);
  return {
    vault: [
      ...dynamic.map(name => role('database-role', anchor, { mount, name })),
      ...fixed.map(name => role('static-role', anchor, { mount, name })),
    ],
    allowedRoles: [...dynamic, ...fixed].map(name => ({
      ...{ mount, connection },
      role: name,
    })),
  };
}

/** What an offer could have given a service, by the names provisioning would have made; whether it is there and ours is looked up later. */
export function objectsByName(
  service: ServiceName,
  offers: readonly Offer[],
  mounts: InstanceMounts,
): ServiceObjects {
  const pods = policyName(service);
  const issuer = issuerAuthRoleName(service);
  const databases = offers.flatMap(({ databases: each }) =>
    each.map(database => databaseObjects(service, database, mounts)),
  );
  const logins = offers.flatMap(({ authMount }) => {
    const mount = authMount ?? mounts.kubernetesAuth;
    return [
      role('auth-role', pods, { mount, name: authRoleName(service) }),
      role('auth-role', issuer, { mount, name: issuer }),
    ];
  });
  const pki = offers.flatMap(({ certificates }) =>
    certificates.map(({ mount = mounts.pki }) =>
      role('pki-role', issuer, { mount, name: pkiRoleName(service) }),
    ),
  );
  const kv = offers.flatMap(({ kv: place }) =>
    place
      ? [
          role('kv-placeholder', pods, {
            mount: place.mount,
            name: kvPlaceholderPath(place.prefix, service),
          }),
        ]
      : [],
  );
  return {
    vault: [
      ...[pods, issuer].map(
        name => ({ kind: 'policy', name, anchor: name, text: '' } as const),
      ),
      ...databases.flatMap(({ vault }) => vault),
      ...pki,
      ...kv,
      ...logins,
    ],
    allowedRoles: databases.flatMap(({ allowedRoles }) => allowedRoles),
    manifests: [],
  };
}

/** What runs wrote, by their ledger. */
export function objectsByLedger(
  targets: readonly StepTarget[],
): ServiceObjects {
  return {
    vault: targets.flatMap(target =>
      target.type === 'object' ? [target.object] : [],
    ),
    allowedRoles: targets.flatMap(target =>
      target.type === 'allowed-role' ? [target.role] : [],
    ),
    manifests: targets.flatMap(target =>
      target.type === 'manifest' ? [target.ref] : [],
    ),
  };
}

function once<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map(item => [keyOf(item), item])).values()];
}

/** Several lists as one, each object once. */
export function joinObjects(lists: readonly ServiceObjects[]): ServiceObjects {
  return {
    vault: once(
      lists.flatMap(({ vault }) => vault),
      object => `${object.kind} ${objectPath(object)}`,
    ),
    allowedRoles: once(
      lists.flatMap(({ allowedRoles }) => allowedRoles),
      allowed => `${connectionPath(allowed)} ${allowed.role}`,
    ),
    manifests: once(
      lists.flatMap(({ manifests }) => manifests),
      ref => `${ref.apiVersion} ${describeRef(ref)}`,
    ),
  };
}
