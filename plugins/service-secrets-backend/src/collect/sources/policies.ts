import type { Policy, VaultApi } from 'backstage-plugin-service-secrets-node';

import { AuthRoleAnswer } from './authRole';

/** The policies a login gets. */
export interface PoliciesAnswer {
  readonly found: readonly Policy[];
  /** Attached names that no policy has. */
  readonly missing: readonly string[];
}

/** What do the policies of the auth role say? */
export async function askPolicies(
  vault: VaultApi,
  { role }: AuthRoleAnswer,
): Promise<{ data: PoliciesAnswer }> {
  const attached = role?.tokenPolicies ?? [];
  const implied = role && !role.noDefaultPolicy ? ['default'] : [];
  const names = [...new Set([...attached, ...implied])];
  const answers = await Promise.all(
    names.map(async name => ({ name, policy: await vault.policy(name) })),
  );
  return {
    data: {
      found: answers.flatMap(({ policy }) => policy ?? []),
      missing: answers.flatMap(({ name, policy }) => (policy ? [] : name)),
    },
  };
}
