import { randomBytes } from 'node:crypto';

import {
  agentAnnotations,
  credentialsFile,
  deployment,
  namespace,
  serviceAccount,
} from '../kubernetesObjects';
import type { DatabaseSeed, ServiceSeed } from '../ServiceSeed';
import { authRole, databaseRole, policy } from '../vaultObjects';

const CREDENTIALS = 'database/creds/api-role';
const SETTINGS = 'secret/data/production/api-service';

const SETTINGS_TEMPLATE = [
  `{{- with secret "${SETTINGS}" -}}`,
  '{"apiKey":{{ .Data.data.api_key | toJSON }}}',
  '{{ end -}}',
  '',
].join('\n');

const database: DatabaseSeed = {
  database: 'app',
  connection: 'postgres',
  admin: 'vault_admin',
  allowedRoles: ['api-role'],
  groups: ['api_rw'],
  schema: [
    'CREATE TABLE requests (id serial PRIMARY KEY, path text NOT NULL, at timestamptz NOT NULL DEFAULT now())',
    "INSERT INTO requests (path) VALUES ('/health'), ('/orders')",
    'GRANT USAGE ON SCHEMA public TO api_rw',
    'GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO api_rw',
    'GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO api_rw',
  ],
};

/** A service with both kinds: a static setting from KV, and database users made on demand instead of a stored URL. */
export function apiService(): ServiceSeed {
  return {
    service: 'api-service',
    databases: [database],
    vault: [
      {
        path: SETTINGS,
        body: { data: { api_key: randomBytes(16).toString('hex') } },
      },
      databaseRole({
        name: 'api-role',
        connection: 'postgres',
        group: 'api_rw',
        defaultTtl: '1h',
        maxTtl: '24h',
      }),
      policy('api-secrets', { [SETTINGS]: ['read'], [CREDENTIALS]: ['read'] }),
      authRole({
        name: 'api-service',
        serviceAccount: 'api-service-sa',
        namespace: 'production',
        policies: ['api-secrets'],
      }),
    ],
    manifests: [
      namespace('production', 'api-service'),
      serviceAccount('production', 'api-service-sa'),
      deployment({
        service: 'api-service',
        name: 'api-service',
        namespace: 'production',
        serviceAccount: 'api-service-sa',
        annotations: agentAnnotations('api-service', [
          {
            name: 'config.json',
            path: SETTINGS,
            template: SETTINGS_TEMPLATE,
          },
          credentialsFile(CREDENTIALS),
        ]),
      }),
    ],
  };
}
