import type { VaultWrite } from './SeedContext';

/** The audience of the tokens that pods log in to Vault with. */
export const VAULT_AUDIENCE = 'vault';

/** What a path rule grants. */
export type Grants = Readonly<Record<string, readonly string[]>>;

/** An ACL policy in HCL. */
export function policy(name: string, grants: Grants): VaultWrite {
  const rules = Object.entries(grants).map(
    ([path, capabilities]) =>
      `path "${path}" {\n  capabilities = ${JSON.stringify(capabilities)}\n}\n`,
  );
  return {
    path: `sys/policies/acl/${name}`,
    body: { policy: rules.join('\n') },
  };
}

/** Who may log in with a Kubernetes auth role, and what for. */
export interface AuthRoleSeed {
  readonly name: string;
  readonly serviceAccount: string;
  readonly namespace: string;
  readonly policies: readonly string[];
  readonly audience?: string;
  readonly ttl?: string;
}

/** A Kubernetes auth role bound to one service account. */
export function authRole(seed: AuthRoleSeed): VaultWrite {
  return {
    path: `auth/kubernetes/role/${seed.name}`,
    body: {
      bound_service_account_names: [seed.serviceAccount],
      bound_service_account_namespaces: [seed.namespace],
      audience: seed.audience ?? VAULT_AUDIENCE,
      token_policies: seed.policies,
      token_ttl: seed.ttl ?? '1h',
    },
  };
}

/** A dynamic database role. */
export interface DatabaseRoleSeed {
  readonly name: string;
  readonly connection: string;
  /** Group the generated user becomes a member of. */
  readonly group: string;
  readonly defaultTtl: string;
  readonly maxTtl: string;
}

/** A database role whose users get their rights through a group, so that dropping them never fails on a grant. */
export function databaseRole(seed: DatabaseRoleSeed): VaultWrite {
  return {
    path: `database/roles/${seed.name}`,
    body: {
      db_name: seed.connection,
      creation_statements: [
        `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE "${seed.group}";`,
      ],
      revocation_statements: ['DROP ROLE IF EXISTS "{{name}}";'],
      default_ttl: seed.defaultTtl,
      max_ttl: seed.maxTtl,
    },
  };
}

/** A PKI role for the names of one service. */
export interface PkiRoleSeed {
  readonly name: string;
  readonly domains: readonly string[];
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** A PKI role that signs exactly the named hosts, for servers and clients. */
export function pkiRole({ name, domains, fields }: PkiRoleSeed): VaultWrite {
  return {
    path: `pki_int/roles/${name}`,
    body: {
      issuer_ref: 'default',
      allowed_domains: domains,
      allow_bare_domains: true,
      allow_subdomains: false,
      allow_localhost: false,
      allow_ip_sans: false,
      require_cn: false,
      key_type: 'rsa',
      key_bits: 2048,
      server_flag: true,
      client_flag: true,
      max_ttl: '720h',
      ...fields,
    },
  };
}
