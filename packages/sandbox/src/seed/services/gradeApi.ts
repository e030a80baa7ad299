import { certificateManifests, certificateVault } from '../certificateObjects';
import {
  agentAnnotations,
  deployment,
  namespace,
  service,
  serviceAccount,
  type RenderedSecret,
} from '../kubernetesObjects';
import { profileGrants, profileGroups } from '../profileGroups';
import type { DatabaseSeed, ServiceSeed } from '../ServiceSeed';
import { authRole, databaseRole, policy } from '../vaultObjects';

const CONNECTION = 'grade-api-db';
const READ_WRITE = 'grade_api_rw';
const READ_ONLY = 'grade_analytics_ro';

/** New services of the team get users of this database too. */
const shared = { database: 'gradedb', tables: ['students', 'grades'] };

const schema = [
  'CREATE TABLE students (id serial PRIMARY KEY, name text NOT NULL)',
  'CREATE TABLE grades (id serial PRIMARY KEY, student_id int NOT NULL REFERENCES students, course text NOT NULL, grade numeric(3,1) NOT NULL)',
  "INSERT INTO students (name) VALUES ('Ada'), ('Grace'), ('Edsger')",
  "INSERT INTO grades (student_id, course, grade) VALUES (1, 'Analysis', 1.0), (2, 'Compilers', 1.3), (3, 'Algorithms', 1.0)",
  `GRANT USAGE ON SCHEMA public TO ${READ_WRITE}, ${READ_ONLY}`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${READ_WRITE}`,
  `GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${READ_WRITE}`,
  `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${READ_ONLY}`,
  ...profileGrants(shared),
];

/** Shell exports in single quotes: the one form that survives every character. */
function shellExports(path: string): RenderedSecret {
  const quoted = (field: string) =>
    `'{{ .Data.${field} | replaceAll "'" "'\\\\''" }}'`;
  return {
    name: 'db',
    path,
    template: [
      `{{- with secret "${path}" -}}`,
      `export DB_USERNAME=${quoted('username')}`,
      `export DB_PASSWORD=${quoted('password')}`,
      '{{ end -}}',
      '',
    ].join('\n'),
  };
}

function certificate(vaultAddress: string) {
  return {
    service: 'grade-api',
    namespace: 'grade-api',
    vaultAddress,
    name: 'grade-api-tls',
    secretName: 'grade-api-tls-secret',
    dnsNames: ['grade-api.grade-api.svc.cluster.local'],
    duration: '24h',
    renewBefore: '8h',
  };
}

const database: DatabaseSeed = {
  database: shared.database,
  connection: CONNECTION,
  admin: 'vault_root',
  allowedRoles: ['grade-api-role', 'analytics-role'],
  groups: [READ_WRITE, READ_ONLY, ...profileGroups(shared)],
  schema,
};

/** The grade service: read-write access to its database, and a day's certificate renewed eight hours before its end. */
export function gradeApi(vaultAddress: string): ServiceSeed {
  const path = 'database/creds/grade-api-role';
  const ns = 'grade-api';
  const tls = certificate(vaultAddress);
  return {
    service: ns,
    databases: [database],
    vault: [
      databaseRole({
        name: 'grade-api-role',
        connection: CONNECTION,
        group: READ_WRITE,
        defaultTtl: '1h',
        maxTtl: '24h',
      }),
      policy('grade-api', { [path]: ['read'] }),
      authRole({
        name: 'grade-api',
        serviceAccount: 'grade-api-sa',
        namespace: ns,
        policies: ['grade-api'],
      }),
      ...certificateVault(tls),
    ],
    manifests: [
      namespace(ns, 'grade-api'),
      serviceAccount(ns, 'grade-api-sa'),
      service(ns, 'grade-api', 8443),
      ...certificateManifests(tls),
      deployment({
        service: 'grade-api',
        name: 'grade-api',
        namespace: ns,
        serviceAccount: 'grade-api-sa',
        replicas: 2,
        tlsSecret: tls.secretName,
        command: '. /vault/secrets/db && exec grade-api-server',
        annotations: agentAnnotations('grade-api', [shellExports(path)]),
      }),
    ],
  };
}

/** The analytics service: reads the same database, through a role of its own. */
export function gradeAnalytics(): ServiceSeed {
  const path = 'database/creds/analytics-role';
  const ns = 'grade-analytics';
  return {
    service: ns,
    databases: [],
    vault: [
      databaseRole({
        name: 'analytics-role',
        connection: CONNECTION,
        group: READ_ONLY,
        defaultTtl: '1h',
        maxTtl: '8h',
      }),
      policy('grade-analytics', { [path]: ['read'] }),
      authRole({
        name: 'grade-analytics',
        serviceAccount: 'grade-analytics-sa',
        namespace: ns,
        policies: ['grade-analytics'],
      }),
    ],
    manifests: [
      namespace(ns, 'grade-analytics'),
      serviceAccount(ns, 'grade-analytics-sa'),
      deployment({
        service: 'grade-analytics',
        name: 'grade-analytics',
        namespace: ns,
        serviceAccount: 'grade-analytics-sa',
        command: '. /vault/secrets/db && exec grade-analytics',
        annotations: agentAnnotations('grade-analytics', [shellExports(path)]),
      }),
    ],
  };
}
