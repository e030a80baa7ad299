import { ProvisionRequest } from 'backstage-plugin-service-secrets-common';

import { ServiceSpec } from '../provision/ServiceSpec';
import { StatementProfile } from '../provision/StatementProfile';

/** A spec with a database credential and a certificate; override what the test is about. */
export function aServiceSpec(
  overrides: Partial<ServiceSpec> = {},
): ServiceSpec {
  return {
    entityRef: 'component:default/grade-api',
    environment: 'production',
    namespace: 'grade-api',
    name: 'grade-api',
    serviceAccount: 'grade-api',
    authMount: 'kubernetes',
    audience: 'vault',
    vaultServer: 'https://vault.vault.svc.cluster.local:8200',
    image: 'registry.example/grade-api:1.0.0',
    replicas: 2,
    delivery: 'agent-injector',
    database: {
      mount: 'database',
      connection: 'grade-api-db',
      engine: 'postgresql',
      profile: 'read-write',
      host: 'postgres.grade-api.svc.cluster.local',
      port: 5432,
      database: 'gradedb',
      defaultTtlSeconds: 3600,
      maxTtlSeconds: 86400,
      format: 'env',
      sslMode: 'verify-full',
    },
    certificate: {
      pkiMount: 'pki_int',
      dnsNames: ['grade-api.grade-api.svc.cluster.local'],
      durationSeconds: 86400,
      renewBeforeSeconds: 28800,
    },
    ...overrides,
  };
}

/** The read-and-write profile of PostgreSQL. */
export function aStatementProfile(
  overrides: Partial<StatementProfile> = {},
): StatementProfile {
  return {
    id: 'read-write',
    engine: 'postgresql',
    grants: 'read and write, schema public',
    creationStatements: [
      `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE app_read_write;`,
    ],
    revocationStatements: [`DROP ROLE IF EXISTS "{{name}}";`],
    ...overrides,
  };
}

/** A spec that asks for everything there is. */
export function aFullServiceSpec(
  overrides: Partial<ServiceSpec> = {},
): ServiceSpec {
  return aServiceSpec({
    vaultCaBundle: 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==',
    staticRole: {
      mount: 'database',
      connection: 'grade-api-db',
      engine: 'postgresql',
      username: 'reporting',
      rotationPeriodSeconds: 86400,
    },
    kv: { mount: 'kv', prefix: 'services' },
    ...overrides,
  });
}

/** A request that asks for everything there is. */
export function aProvisionRequest(
  overrides: Partial<ProvisionRequest> = {},
): ProvisionRequest {
  return {
    entityRef: 'component:default/grade-api',
    owner: 'group:default/grades',
    environment: 'production',
    namespace: 'grade-api',
    name: 'grade-api',
    image: 'registry.example/grade-api:1.0.0',
    replicas: 2,
    delivery: 'agent-injector',
    database: {
      offer: 'grades',
      profile: 'read-write',
      defaultTtlSeconds: 3600,
      maxTtlSeconds: 86400,
      format: 'env',
      reloadProcess: 'node',
    },
    staticRole: {
      offer: 'grades',
      username: 'reporting',
      rotationPeriodSeconds: 86400,
    },
    certificate: {
      offer: 'internal',
      dnsNames: ['grade-api.grade-api.svc.cluster.local'],
      durationSeconds: 86400,
      renewBeforeSeconds: 28800,
    },
    kv: true,
    ...overrides,
  };
}
