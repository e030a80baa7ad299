import type {
  AuthRole,
  KubernetesApi,
  Policy,
  VaultApi,
} from 'backstage-plugin-service-secrets-node';

import { EnvironmentBinding } from './EnvironmentBinding';

/** The two systems a back-reference is read from. */
export interface BackReferenceSystems {
  readonly vault: Pick<VaultApi, 'authRole' | 'policy'>;
  readonly kubernetes: Pick<KubernetesApi, 'namespaceEntityRef'>;
}

/** The annotations of the claim that no back-reference confirms; empty when all of it is. */
export type Uncovered = readonly string[];

function bindsOnly(role: AuthRole | undefined, namespace: string): boolean {
  return (
    role !== undefined &&
    role.namespaceSelector === undefined &&
    role.boundServiceAccountNamespaces.length === 1 &&
    role.boundServiceAccountNamespaces[0] === namespace
  );
}

/** Literal paths only: a wildcard grants, but it does not say whose the role is. */
function grants(policies: readonly (Policy | undefined)[], path: string) {
  return policies.some(policy =>
    policy?.rules.some(
      rule =>
        rule.path === path &&
        rule.capabilities.includes('read') &&
        !rule.capabilities.includes('deny'),
    ),
  );
}

/**
 * Confirms a claim by what its targets say: the Namespace names the entity,
 * the auth role binds that Namespace and no other, and its policies grant
 * exactly the claimed credential paths. Asks Vault nothing before the
 * Namespace has answered, so a spoofed claim costs one request.
 */
export async function readBackReference(
  binding: EnvironmentBinding,
  { vault, kubernetes }: BackReferenceSystems,
): Promise<Uncovered> {
  const named = await kubernetes.namespaceEntityRef(binding.namespace);
  if (named?.toLocaleLowerCase('en-US') !== binding.entityRef) {
    return ['namespace'];
  }
  const role = await vault.authRole(binding.authRole);
  if (!role || !bindsOnly(role, binding.namespace)) return ['auth-role'];
  const policies = await Promise.all(
    role.tokenPolicies.map(name => vault.policy(name)),
  );
  const uncovered: string[] = [];
  const dynamic = binding.databaseRoles.every(({ mount, name }) =>
    grants(policies, `${mount}/creds/${name}`),
  );
  const fixed = binding.staticRoles.every(({ mount, name }) =>
    grants(policies, `${mount}/static-creds/${name}`),
  );
  if (!dynamic) uncovered.push('database-roles');
  if (!fixed) uncovered.push('static-roles');
  return uncovered;
}
