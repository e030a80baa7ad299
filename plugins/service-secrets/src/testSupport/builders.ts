import {
  CertificateRow,
  DatabaseRoleRow,
  EnvironmentReport,
  Finding,
  findingDefinitions,
  LeasePage,
  LeaseRow,
  ServiceReport,
  SourceName,
  sourceNames,
  SourceStatus,
  WiringNode,
  WiringNodeKind,
} from 'backstage-plugin-service-secrets-common';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** The moment the examples are of, unless told otherwise. */
export const NOON = Date.parse('2026-03-02T12:00:00Z');

/** A time so many seconds after the moment of the examples; before it when negative. */
export function after(seconds: number, now: number = NOON): string {
  return new Date(now + seconds * 1000).toISOString();
}

/** A lease half an hour old. */
export function aLease(overrides: Partial<LeaseRow> = {}): LeaseRow {
  const suffix = overrides.suffix ?? 'qDTv8wn6';
  return {
    handle: `handle-${suffix}`,
    suffix,
    mount: 'database',
    role: 'grade-api-role',
    state: 'active',
    issuedAt: after(-19 * MINUTE),
    expiresAt: after(41 * MINUTE),
    endsForGoodAt: after(23 * HOUR + 41 * MINUTE),
    renewable: true,
    renewalsLeft: 23,
    workload: { pod: 'grade-api-6f9c-x2', certainty: 'likely' },
    ...overrides,
  };
}

/** A page with these leases. */
export function aLeasePage(
  items: LeaseRow[],
  overrides: Partial<LeasePage> = {},
): LeasePage {
  return {
    servedAt: after(0),
    environment: 'production',
    items,
    total: items.length,
    looked: items.length,
    ...overrides,
  };
}

/** A dynamic database role. */
export function aDatabaseRole(
  overrides: Partial<DatabaseRoleRow> = {},
): DatabaseRoleRow {
  return {
    mount: 'database',
    name: 'grade-api-role',
    kind: 'dynamic',
    connection: 'grade-api-db',
    database: 'PostgreSQL',
    grants: 'read and write, schema public',
    defaultTtlSeconds: HOUR,
    maxTtlSeconds: 24 * HOUR,
    limitedBy: 'role max_ttl',
    liveLeases: 2,
    expectedLeases: 2,
    ...overrides,
  };
}

/** A certificate of 24 hours, ten of them gone. */
export function aCertificate(
  overrides: Partial<CertificateRow> = {},
): CertificateRow {
  return {
    name: 'grade-api-tls',
    state: 'valid',
    dnsNames: ['grade-api.grade-api.svc.cluster.local'],
    secretName: 'grade-api-tls',
    issuer: {
      kind: 'Issuer',
      name: 'vault-issuer',
      pkiRole: 'pki/grade-api',
      ca: 'grade-api-intermediate',
    },
    notBefore: after(-10 * HOUR),
    notAfter: after(14 * HOUR),
    renewsAt: after(6 * HOUR),
    failedAttempts: 0,
    usedBy: ['grade-api'],
    ...overrides,
  };
}

/** A finding; its severity and remedy are those of its code. */
export function aFinding(overrides: Partial<Finding> = {}): Finding {
  const code = overrides.code ?? 'serviceAccountNotBound';
  const { severity, sentence, remedy } = findingDefinitions[code];
  return {
    id: `${code}-${overrides.message ?? ''}`,
    code,
    severity,
    environment: 'production',
    subject: { kind: 'auth-role', name: 'grade-api' },
    message: sentence,
    remedy,
    ...overrides,
  };
}

const sourceSystems: Readonly<Record<SourceName, SourceStatus['system']>> = {
  workloads: 'kubernetes',
  serviceAccount: 'kubernetes',
  events: 'kubernetes',
  deliveries: 'kubernetes',
  authRole: 'vault',
  policies: 'vault',
  databaseRoles: 'vault',
  leases: 'vault',
  certificates: 'kubernetes',
  pki: 'vault',
};

/** A source that was read a moment ago. */
export function aSource(
  name: SourceName,
  overrides: Partial<SourceStatus> = {},
): SourceStatus {
  const system = sourceSystems[name];
  return {
    name,
    system,
    target: system === 'vault' ? 'vault-prod' : 'prod-1',
    state: 'ok',
    fetchedAt: after(system === 'vault' ? -12 : -8),
    ...overrides,
  };
}

/** A station of the wiring. */
export function aStation(
  kind: WiringNodeKind,
  name: string,
  overrides: Partial<WiringNode> = {},
): WiringNode {
  return { kind, name, facts: [], state: 'ok', ...overrides };
}

/** A healthy environment. */
export function anEnvironment(
  overrides: Partial<EnvironmentReport> = {},
): EnvironmentReport {
  return {
    environment: 'production',
    instance: 'vault-prod',
    cluster: 'prod-1',
    namespace: 'grade-api',
    status: {
      health: 'healthy',
      sentence: 'Every credential of `grade-api` is where it should be.',
    },
    wiring: [],
    databaseRoles: [aDatabaseRole()],
    leases: {
      total: 2,
      expected: 2,
      byState: {
        active: 2,
        expiring: 0,
        orphan: 0,
        expired: 0,
        irrevocable: 0,
      },
      nextExpiresAt: after(41 * MINUTE),
    },
    certificates: [aCertificate()],
    findings: [],
    sources: sourceNames.map(name => aSource(name)),
    ...overrides,
  };
}

/** A report of one environment, whose verdict it takes over. */
export function aReport(
  environment: EnvironmentReport = anEnvironment(),
  overrides: Partial<ServiceReport> = {},
): ServiceReport {
  return {
    entityRef: 'component:default/grade-api',
    servedAt: after(0),
    status: environment.status,
    environments: [environment],
    denied: [],
    ...overrides,
  };
}
