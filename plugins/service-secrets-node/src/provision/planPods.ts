import {
  authRoleName,
  databaseRoleName,
  kvPlaceholderPath,
  policyName,
  staticRoleName,
} from 'backstage-plugin-service-secrets-common';

import { access } from './access';
import { podAuthRole } from './authRole';
import { databaseRole, staticRole } from './databaseRole';
import { AllowedRole, DesiredRole } from './DesiredState';
import { kvPlaceholder } from './kvPlaceholder';
import { PlanPart } from './PlanPart';
import { Grant } from './policyHcl';
import {
  DatabaseSpec,
  KvSpec,
  ServiceSpec,
  StaticRoleSpec,
} from './ServiceSpec';
import { StatementProfile } from './StatementProfile';

/** What one credential of the pods needs, before it is put behind their one policy and login. */
interface Need {
  readonly role: DesiredRole;
  readonly allowed?: AllowedRole;
  readonly grants: readonly Grant[];
  readonly names: PlanPart['names'];
}

/** What the pods of a service need: their credentials, one policy over all of them, and one login with it. */
export function planPods(
  spec: ServiceSpec,
  profile: StatementProfile | undefined,
): PlanPart {
  const needs = [
    ...(spec.database ? [databaseNeed(spec, spec.database, profile)] : []),
    ...(spec.staticRole ? [staticRoleNeed(spec, spec.staticRole)] : []),
    ...(spec.kv ? [kvNeed(spec, spec.kv)] : []),
  ];
  if (needs.length === 0) return { objects: [], allowedRoles: [], names: {} };
  const policy = policyName(spec);
  const login = access(spec, {
    policy,
    authRole: authRoleName(spec),
    grants: needs.flatMap(({ grants }) => grants),
    fields: podAuthRole(
      {
        serviceAccount: spec.serviceAccount,
        namespace: spec.namespace,
        audience: spec.audience,
        policy,
      },
      spec.database?.defaultTtlSeconds,
    ),
  });
  return {
    objects: [...needs.map(({ role }) => role), ...login],
    allowedRoles: needs.flatMap(({ allowed }) => (allowed ? [allowed] : [])),
    names: Object.assign({}, ...needs.map(({ names }) => names)),
  };
}

function databaseNeed(
  spec: ServiceSpec,
  database: DatabaseSpec,
  profile: StatementProfile | undefined,
): Need {
  if (profile?.id !== database.profile) {
    throw new Error(`no statement profile ${database.profile} was given`);
  }
  if (profile.engine !== database.engine) {
    throw new Error(
      `statement profile ${profile.id} is for ${profile.engine}, and connection ${database.mount}/${database.connection} is ${database.engine}`,
    );
  }
  const { mount, connection } = database;
  const role = databaseRoleName(spec, database.profile);
  const credentialsPath = `${mount}/creds/${role}`;
  return {
    role: {
      kind: 'database-role',
      anchor: policyName(spec),
      mount,
      name: role,
      fields: databaseRole(database, profile),
    },
    allowed: { mount, connection, role },
    grants: [
      {
        path: credentialsPath,
        capabilities: ['read'],
        reason: 'The database credential of this service.',
      },
      {
        path: 'sys/leases/renew',
        capabilities: ['update'],
        reason:
          'Without renewal an agent asks for one credential after the other.',
      },
      ...revocation(spec),
    ],
    names: { credentialsPath },
  };
}

/** An agent revokes its own token and every lease with it; the operator ends one lease when its resource is deleted. */
function revocation({ delivery }: ServiceSpec): Grant[] {
  if (delivery !== 'vso') return [];
  return [
    {
      path: 'sys/leases/revoke',
      capabilities: ['update'],
      reason:
        'The Vault Secrets Operator revokes the lease of a deleted resource.',
    },
  ];
}

function staticRoleNeed(spec: ServiceSpec, wanted: StaticRoleSpec): Need {
  const { mount, connection } = wanted;
  const role = staticRoleName(spec, wanted.username);
  const staticCredentialsPath = `${mount}/static-creds/${role}`;
  return {
    role: {
      kind: 'static-role',
      anchor: policyName(spec),
      mount,
      name: role,
      fields: staticRole(wanted),
    },
    allowed: { mount, connection, role },
    grants: [
      {
        path: staticCredentialsPath,
        capabilities: ['read'],
        reason:
          'The password of the database user Vault rotates for this service.',
      },
    ],
    names: { staticCredentialsPath },
  };
}

function kvNeed(spec: ServiceSpec, { mount, prefix }: KvSpec): Need {
  const kvPath = kvPlaceholderPath(prefix, spec);
  return {
    role: {
      kind: 'kv-placeholder',
      anchor: policyName(spec),
      mount,
      name: kvPath,
      fields: kvPlaceholder(spec),
    },
    grants: [
      {
        path: `${mount}/data/${kvPath}`,
        capabilities: ['read'],
        reason: 'The KV secret of this service.',
      },
      {
        path: `${mount}/metadata/${kvPath}`,
        capabilities: ['read'],
        reason: 'Its versions.',
      },
    ],
    names: { kvPath },
  };
}
