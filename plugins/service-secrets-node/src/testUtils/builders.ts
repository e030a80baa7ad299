import type {
  CertificateResource,
  Issuer,
  Pod,
  Workload,
} from '../kubernetes/KubernetesApi';
import type {
  AuthRole,
  Connection,
  DatabaseRole,
  Lease,
  PkiIssuer,
  PkiRole,
  Policy,
  StaticRole,
} from '../vault/VaultApi';

/** The moment tests happen at, unless they say otherwise. */
export const testNow = new Date('2026-08-01T10:00:00.000Z');

const HOUR = 3600;
const DAY = 24 * HOUR;

function after(seconds: number): Date {
  return new Date(testNow.getTime() + seconds * 1000);
}

/** A PostgreSQL role of the connection `postgres`, 1 h default and 24 h at most. */
export function aDatabaseRole(
  overrides: Partial<DatabaseRole> = {},
): DatabaseRole {
  return {
    connection: 'postgres',
    creationStatements: [
      `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'`,
      'GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO "{{name}}"',
    ],
    revocationStatements: [],
    renewStatements: [],
    defaultTtlSeconds: HOUR,
    maxTtlSeconds: DAY,
    ...overrides,
  };
}

/** A static role that is rotated daily. */
export function aStaticRole(overrides: Partial<StaticRole> = {}): StaticRole {
  return {
    connection: 'postgres',
    username: 'grade_report',
    rotationPeriodSeconds: DAY,
    lastRotatedAt: after(-HOUR),
    ...overrides,
  };
}

/** A PostgreSQL connection that verifies the server. */
export function aConnection(overrides: Partial<Connection> = {}): Connection {
  return {
    plugin: 'postgresql-database-plugin',
    allowedRoles: ['grade-api-role'],
    endpoint: 'postgres.data.svc:5432/grades',
    tlsMode: 'verify-full',
    username: 'vault',
    ...overrides,
  };
}

/** An auth role bound to service account `grade-api` of namespace `grade-api`. */
export function anAuthRole(overrides: Partial<AuthRole> = {}): AuthRole {
  return {
    boundServiceAccountNames: ['grade-api'],
    boundServiceAccountNamespaces: ['grade-api'],
    audience: 'vault',
    tokenPolicies: ['grade-api'],
    noDefaultPolicy: true,
    tokenTtlSeconds: HOUR,
    tokenMaxTtlSeconds: DAY,
    tokenExplicitMaxTtlSeconds: 0,
    tokenPeriodSeconds: 0,
    tokenNumUses: 0,
    tokenType: 'default',
    ...overrides,
  };
}

/** A policy that may read credentials of `grade-api-role`. */
export function aPolicy(overrides: Partial<Policy> = {}): Policy {
  return {
    name: 'grade-api',
    rules: [
      {
        path: 'database/creds/grade-api-role',
        capabilities: ['read'],
        limitsParameters: false,
      },
    ],
    ...overrides,
  };
}

/** A lease of `grade-api-role`, issued 30 minutes before `testNow`, with 30 minutes left. */
export function aLease(
  overrides: Partial<Lease> & { readonly expiresInSeconds?: number } = {},
): Lease {
  const { expiresInSeconds, ...rest } = overrides;
  const ttlSeconds = rest.ttlSeconds ?? expiresInSeconds ?? HOUR / 2;
  return {
    id: 'database/creds/grade-api-role/Q2bCq3mB1k5Zt7XyW9aLs0Ne',
    issuedAt: after(-HOUR / 2),
    expiresAt: after(ttlSeconds),
    renewable: true,
    readAt: testNow,
    ...rest,
    ttlSeconds,
  };
}

/** The Deployment `grade-api` with the injector's annotations and two ready pods. */
export function aWorkload(overrides: Partial<Workload> = {}): Workload {
  return {
    kind: 'deployment',
    name: 'grade-api',
    uid: '7d2a4f1e-9c39-4a54-9ba4-1f1d1c2a8f10',
    desiredPods: 2,
    readyPods: 2,
    serviceAccount: 'grade-api',
    injectorAnnotations: {
      'vault.hashicorp.com/agent-inject': 'true',
      'vault.hashicorp.com/role': 'grade-api',
      'vault.hashicorp.com/agent-inject-secret-db':
        'database/creds/grade-api-role',
    },
    mountedSecrets: ['grade-api-tls'],
    environmentSecrets: [],
    providerClasses: [],
    projectedAudiences: {},
    automountToken: true,
    ...overrides,
  };
}

/** A ready pod of `grade-api` with an agent, started with the lease of `aLease`. */
export function aPod(overrides: Partial<Pod> = {}): Pod {
  return {
    name: 'grade-api-6c7d9f4b8-x2x7k',
    workload: 'grade-api',
    phase: 'Running',
    ready: true,
    startedAt: after(-HOUR / 2),
    deleting: false,
    injected: true,
    agentProblems: [],
    ...overrides,
  };
}

/** A ready certificate of 90 days, 60 of them left, renewed 30 days before its end. */
export function aCertificateResource(
  overrides: Partial<CertificateResource> = {},
): CertificateResource {
  return {
    name: 'grade-api-tls',
    secretName: 'grade-api-tls',
    issuer: { kind: 'Issuer', namespace: 'grade-api', name: 'vault' },
    commonName: 'grade-api.grade-api.svc',
    dnsNames: ['grade-api.grade-api.svc'],
    durationSeconds: 90 * DAY,
    renewBeforeSeconds: 30 * DAY,
    conditions: [{ type: 'Ready', status: 'True', reason: 'Ready' }],
    notBefore: after(-30 * DAY),
    notAfter: after(60 * DAY),
    renewalTime: after(30 * DAY),
    failedIssuanceAttempts: 0,
    ...overrides,
  };
}

/** A ready issuer that signs with the PKI role `grade-api-tls` on `pki_int`. */
export function anIssuer(overrides: Partial<Issuer> = {}): Issuer {
  return {
    conditions: [{ type: 'Ready', status: 'True', reason: 'VaultVerified' }],
    vault: {
      path: 'pki_int/sign/grade-api-tls',
      authRole: 'cert-manager',
      authMount: 'kubernetes',
      serviceAccount: 'cert-manager-vault',
    },
    ...overrides,
  };
}

/** A PKI role for `*.grade-api.svc`, 90 days at most. */
export function aPkiRole(overrides: Partial<PkiRole> = {}): PkiRole {
  return {
    issuerRef: 'default',
    allowAnyName: false,
    allowedDomains: ['grade-api.svc'],
    allowBareDomains: false,
    allowSubdomains: true,
    allowGlobDomains: false,
    allowWildcardCertificates: true,
    allowLocalhost: true,
    allowedDomainsTemplate: false,
    enforceHostnames: true,
    allowIpSans: true,
    requireCn: true,
    keyType: 'rsa',
    keyBits: 2048,
    ttlSeconds: 90 * DAY,
    maxTtlSeconds: 90 * DAY,
    ...overrides,
  };
}

/** An intermediate CA with two years left. */
export function aPkiIssuer(overrides: Partial<PkiIssuer> = {}): PkiIssuer {
  return {
    id: '5a1b6b1a-52d4-4a3f-9d0e-6d4b9a3e8a01',
    name: 'intermediate',
    subject: 'CN=Example Intermediate CA',
    notBefore: after(-365 * DAY),
    notAfter: after(2 * 365 * DAY),
    leafNotAfterBehavior: 'err',
    ...overrides,
  };
}
