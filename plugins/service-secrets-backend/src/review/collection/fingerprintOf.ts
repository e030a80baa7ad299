import { createHash } from 'node:crypto';

import { Finding } from 'backstage-plugin-service-secrets-common';

import { ServiceView } from '../../resolve/ServiceView';
import { Fingerprint } from '../records';

function hash(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value))
    .digest('base64url')
    .slice(0, 16);
}

function rolesOf({ databaseRoles, staticRoles }: ServiceView) {
  if (databaseRoles === 'unreadable' || staticRoles === 'unreadable') {
    return undefined;
  }
  // When a password was rotated last is no change of the role.
  const fixed = staticRoles.map(({ at, role }) => ({
    at,
    role: role && { ...role, lastRotatedAt: undefined },
  }));
  return hash([databaseRoles.map(({ at, role }) => ({ at, role })), fixed]);
}

/** What a reviewer looks at, as hashes; statements are hashed and not kept. */
export function fingerprintOf(
  view: ServiceView,
  findings: readonly Finding[],
): Fingerprint {
  const { policies, authRole } = view;
  return {
    roles: rolesOf(view),
    policies: policies === 'unreadable' ? undefined : hash(policies),
    bindings: authRole === 'unreadable' ? undefined : hash(authRole ?? 'none'),
    // That something cannot be read now is no change of the service.
    findings: findings
      .filter(({ severity }) => severity !== 'unknown')
      .map(({ id }) => id)
      .sort((a, b) => a.localeCompare(b)),
  };
}

/** What a sign-off did not see, in words; empty when all is as it was. Parts that were not read say nothing. */
export function driftOf(signed: Fingerprint, now: Fingerprint): string[] {
  const changed = (key: 'roles' | 'policies' | 'bindings') =>
    signed[key] !== undefined &&
    now[key] !== undefined &&
    signed[key] !== now[key];
  const added = now.findings.filter(id => !signed.findings.includes(id));
  return [
    ...(changed('roles') ? ['its database roles changed'] : []),
    ...(changed('policies') ? ['its policies changed'] : []),
    ...(changed('bindings') ? ['what its auth role binds changed'] : []),
    ...(added.length > 0
      ? [`${added.length} new ${added.length === 1 ? 'finding' : 'findings'}`]
      : []),
  ];
}
