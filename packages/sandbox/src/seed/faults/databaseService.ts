import {
  agentAnnotations,
  credentialsFile,
  deployment,
  namespace,
  serviceAccount,
} from '../kubernetesObjects';
import type { VaultWrite } from '../SeedContext';
import type { ServiceSeed } from '../ServiceSeed';
import {
  authRole,
  databaseRole,
  policy,
  type AuthRoleSeed,
  type Grants,
} from '../vaultObjects';

/** What a fault changes in an otherwise healthy service. */
export interface Breakage {
  /** `missing`, or the fields of the auth role that are wrong. */
  readonly authRole?: 'missing' | Partial<AuthRoleSeed>;
  readonly policy?: Grants;
  readonly allowedRoles?: readonly string[];
  /** The path the pods ask for. */
  readonly injectedPath?: string;
  /** Statements the users of the database role get beyond its group. */
  readonly databaseRole?: VaultWrite['body'];
  /** SQL the owner runs in the service's database after the usual grants. */
  readonly schema?: readonly string[];
}

/** The namespace of a broken service. */
export function faultNamespace(service: string): string {
  return `fault-${service}`;
}

function vaultOf(service: string, broken: Breakage): VaultWrite[] {
  const ns = faultNamespace(service);
  const role = databaseRole({
    name: `${service}-role`,
    connection: `${service}-db`,
    group: `${service}_rw`,
    defaultTtl: '1h',
    maxTtl: '24h',
  });
  const grants = broken.policy ?? {
    [`database/creds/${service}-role`]: ['read'],
  };
  const login = broken.authRole === 'missing' ? undefined : broken.authRole;
  const auth = authRole({
    name: service,
    serviceAccount: `${service}-sa`,
    namespace: ns,
    policies: [service],
    ...login,
  });
  return [
    { ...role, body: { ...role.body, ...broken.databaseRole } },
    policy(service, grants),
    ...(broken.authRole === 'missing' ? [] : [auth]),
  ];
}

/** A service with a database and injected credentials, broken as told and in no other way. */
export function databaseService(
  service: string,
  broken: Breakage = {},
): ServiceSeed {
  const ns = faultNamespace(service);
  const group = `${service}_rw`;
  const path = broken.injectedPath ?? `database/creds/${service}-role`;
  return {
    service,
    databases: [
      {
        database: service,
        connection: `${service}-db`,
        admin: `vault_${service}`,
        allowedRoles: broken.allowedRoles ?? [`${service}-role`],
        groups: [group],
        schema: [
          'CREATE TABLE items (id serial PRIMARY KEY, name text NOT NULL)',
          `GRANT USAGE ON SCHEMA public TO ${group}`,
          `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${group}`,
          `GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${group}`,
          ...(broken.schema ?? []),
        ],
      },
    ],
    vault: vaultOf(service, broken),
    manifests: [
      namespace(ns, service),
      serviceAccount(ns, `${service}-sa`),
      deployment({
        service,
        name: service,
        namespace: ns,
        serviceAccount: `${service}-sa`,
        annotations: agentAnnotations(service, [credentialsFile(path)]),
      }),
    ],
  };
}
