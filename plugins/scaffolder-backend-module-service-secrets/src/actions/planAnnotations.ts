import {
  annotationDefinitions,
  annotationName,
  authRoleName,
  PlannedChange,
  ProvisionRequest,
} from 'backstage-plugin-service-secrets-common';

type Key = keyof typeof annotationDefinitions;

/** Names of one kind as an annotation spells them: `mount/role`. */
function rolesIn(
  changes: readonly PlannedChange[],
  kind: PlannedChange['kind'],
  path: RegExp,
): string[] {
  return changes
    .filter(change => change.kind === kind)
    .flatMap(change => {
      const [, mount, role] = path.exec(change.path) ?? [];
      return role ? [`${mount}/${role}`] : [];
    });
}

/** What the service's entity has to say so that the tab finds what this plan makes. */
export function planAnnotations(
  request: ProvisionRequest,
  changes: readonly PlannedChange[],
): Record<string, string> {
  // cert-manager's own login is another auth role, and no pod's.
  const ofPods = `/${authRoleName(request)}`;
  const claims: Partial<Record<Key, readonly string[]>> = {
    namespace: [request.namespace],
    environments: [request.environment],
    authRole: rolesIn(changes, 'auth-role', /^auth\/(.+)\/role\/(.+)$/).filter(
      role => role.endsWith(ofPods),
    ),
    databaseRoles: rolesIn(changes, 'database-role', /^(.+)\/roles\/(.+)$/),
    staticRoles: rolesIn(changes, 'static-role', /^(.+)\/static-roles\/(.+)$/),
  };
  return Object.fromEntries(
    Object.entries(annotationDefinitions).flatMap(([key, definition]) => {
      // Keys of the definitions are what `Key` is made of.
      const values = claims[key as Key] ?? [];
      return values.length > 0
        ? [[annotationName(definition.key), values.join(',')]]
        : [];
    }),
  );
}
