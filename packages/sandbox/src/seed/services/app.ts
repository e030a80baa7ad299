import {
  agentAnnotations,
  credentialsFile,
  deployment,
  job,
  namespace,
  serviceAccount,
} from '../kubernetesObjects';
import { profileGrants, profileGroups } from '../profileGroups';
import type { Manifest, VaultWrite } from '../SeedContext';
import type { ServiceSeed } from '../ServiceSeed';
import { authRole, databaseRole, policy } from '../vaultObjects';

interface Access {
  /** Auth role; the service account is `<name>-sa`, the policy `<name>-db-policy`. */
  readonly name: string;
  readonly databaseRole: string;
  readonly group: string;
  readonly defaultTtl: string;
  readonly maxTtl: string;
}

const accesses: readonly Access[] = [
  {
    name: 'app',
    databaseRole: 'app-role',
    group: 'myapp_rw',
    defaultTtl: '1h',
    maxTtl: '24h',
  },
  {
    name: 'app-reports',
    databaseRole: 'readonly-role',
    group: 'myapp_ro',
    defaultTtl: '1h',
    maxTtl: '24h',
  },
  {
    name: 'app-migrate',
    databaseRole: 'admin-role',
    group: 'myapp_migrate',
    defaultTtl: '15m',
    maxTtl: '1h',
  },
];

const shared = { database: 'myapp', tables: ['users', 'orders'] };

const schema = [
  'CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE)',
  'CREATE TABLE orders (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users, total numeric(10,2) NOT NULL)',
  "INSERT INTO users (email) VALUES ('ada@example.com'), ('grace@example.com')",
  ...profileGrants(shared),
];

const credentials = (access: Access) => `database/creds/${access.databaseRole}`;

function vaultOf(access: Access): VaultWrite[] {
  const policyName = `${access.name}-db-policy`;
  return [
    databaseRole({
      name: access.databaseRole,
      connection: 'myapp',
      group: access.group,
      defaultTtl: access.defaultTtl,
      maxTtl: access.maxTtl,
    }),
    policy(policyName, { [credentials(access)]: ['read'] }),
    authRole({
      name: access.name,
      serviceAccount: `${access.name}-sa`,
      namespace: 'app',
      policies: [policyName],
    }),
  ];
}

function podOf(access: Access) {
  return {
    service: 'app',
    name: access.name,
    namespace: 'app',
    serviceAccount: `${access.name}-sa`,
    annotations: agentAnnotations(access.name, [
      credentialsFile(credentials(access)),
    ]),
  };
}

/** Runs once, ends its agent, and gives its credentials back instead of leaving them to expire. */
function migration(access: Access): Manifest {
  const pod = podOf(access);
  return job({
    ...pod,
    annotations: {
      ...pod.annotations,
      'vault.hashicorp.com/agent-inject-token': 'true',
      'vault.hashicorp.com/agent-enable-quit': 'true',
    },
    command:
      'migrate up; export VAULT_TOKEN="$(cat /vault/secrets/token)"; vault token revoke -self; wget -q --post-data= http://127.0.0.1:8200/agent/v1/quit',
  });
}

/** The application, its read-only reports, and the migration that runs with more rights for a short time. */
export function app(): ServiceSeed {
  const [main, reports, migrate] = accesses;
  return {
    service: 'app',
    databases: [
      {
        database: shared.database,
        connection: 'myapp',
        admin: 'vault',
        allowedRoles: accesses.map(access => access.databaseRole),
        groups: profileGroups(shared),
        schema,
      },
    ],
    vault: accesses.flatMap(vaultOf),
    manifests: [
      namespace('app', 'app'),
      ...accesses.map(({ name }) => serviceAccount('app', `${name}-sa`)),
      deployment({ ...podOf(main), replicas: 2 }),
      deployment(podOf(reports)),
      migration(migrate),
    ],
  };
}
