import {
  agentAnnotations,
  deployment,
  namespace,
  serviceAccount,
} from '../kubernetesObjects';
import type { DatabaseSeed, ServiceSeed } from '../ServiceSeed';
import { authRole, databaseRole, policy } from '../vaultObjects';

const PATH = 'database/creds/db-app';

/** A connection string in libpq's keyword form, its values quoted and escaped. */
const CONFIG_TEMPLATE = [
  `{{- with secret "${PATH}" -}}`,
  '{"db_connection":{{ printf "host=postgres port=5432 user=\'%s\' password=\'%s\' dbname=wizard sslmode=verify-full" .Data.username (.Data.password | regexReplaceAll "([\'\\\\\\\\])" "\\\\$1") | toJSON }}}',
  '{{ end -}}',
  '',
].join('\n');

const database: DatabaseSeed = {
  database: 'wizard',
  connection: 'wizard',
  admin: 'vault_wizard',
  allowedRoles: ['db-app'],
  groups: ['wizard_ro'],
  schema: [
    'CREATE TABLE wizards (id serial PRIMARY KEY, name text NOT NULL, house text NOT NULL)',
    "INSERT INTO wizards (name, house) VALUES ('Merlin', 'Camelot'), ('Gandalf', 'Istari')",
    'GRANT USAGE ON SCHEMA public TO wizard_ro',
    'GRANT SELECT ON ALL TABLES IN SCHEMA public TO wizard_ro',
  ],
};

/** Two web servers that only read, each with credentials of its own. */
export function web(): ServiceSeed {
  return {
    service: 'web',
    databases: [database],
    vault: [
      databaseRole({
        name: 'db-app',
        connection: 'wizard',
        group: 'wizard_ro',
        defaultTtl: '1h',
        maxTtl: '24h',
      }),
      policy('web', { [PATH]: ['read'] }),
      authRole({
        name: 'web',
        serviceAccount: 'web',
        namespace: 'web',
        policies: ['web'],
      }),
    ],
    manifests: [
      namespace('web', 'web'),
      serviceAccount('web', 'web'),
      deployment({
        service: 'web',
        name: 'web',
        namespace: 'web',
        serviceAccount: 'web',
        replicas: 2,
        env: { CONFIG_FILE: '/vault/secrets/config.json' },
        annotations: agentAnnotations('web', [
          { name: 'config.json', path: PATH, template: CONFIG_TEMPLATE },
        ]),
      }),
    ],
  };
}
