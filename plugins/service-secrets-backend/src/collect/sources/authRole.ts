import type {
  AuthRole,
  Mounted,
  VaultApi,
} from 'backstage-plugin-service-secrets-node';

/** The auth role; `role` is absent when Vault has none of that name. */
export interface AuthRoleAnswer {
  readonly role?: AuthRole;
}

/** Who may log in as this service? */
export async function askAuthRole(
  vault: VaultApi,
  role: Mounted,
): Promise<{ data: AuthRoleAnswer }> {
  return { data: { role: await vault.authRole(role) } };
}
