import { AccessPath } from 'backstage-plugin-service-secrets-common';

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
