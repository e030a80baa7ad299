import { AccessPath } from 'backstage-plugin-service-secrets-common';

import { counted } from '../../../format/words';

/** A role of a connection and every way to it. */
export interface AccessRole {
  readonly role: string;
  readonly roleKind: AccessPath['roleKind'];
  readonly grants: string;
  readonly paths: readonly AccessPath[];
}

/** The paths by role, in the order they come. */
export function accessRoles(
  paths: readonly AccessPath[],
): readonly AccessRole[] {
  const roles = new Map<string, AccessPath[]>();
  for (const path of paths) {
    const key = `${path.roleKind} ${path.role}`;
    const known = roles.get(key);
    if (known) known.push(path);
    else roles.set(key, [path]);
  }
  return [...roles.values()].map(ways => ({
    role: ways[0].role,
    roleKind: ways[0].roleKind,
    grants: ways[0].grants,
    // A path without a policy only says that there is none.
    paths: ways.filter(({ policy }) => policy !== undefined),
  }));
}

/** Who reaches a database, in numbers: `2 services of 1 owner, 1 unowned, through 2 roles`. */
export function reachText(paths: readonly AccessPath[]): string {
  const reaching = paths.filter(({ services }) => services.length > 0);
  if (reaching.length === 0) return 'no service of the catalog reaches it';
  const services = new Map(
    reaching
      .flatMap(path => path.services)
      .map(({ entityRef, owner }) => [entityRef, owner]),
  );
  const known = [...services.values()].filter(owner => owner !== undefined);
  const owners = new Set(known).size;
  const unowned = services.size - known.length;
  const roles = new Set(reaching.map(path => `${path.roleKind} ${path.role}`));
  return [
    counted(services.size, 'service') +
      (owners > 0 ? ` of ${counted(owners, 'owner')}` : ''),
    ...(unowned > 0 ? [`${unowned.toLocaleString('en-US')} unowned`] : []),
    `through ${counted(roles.size, 'role')}`,
  ].join(', ');
}
