import {
  EnvironmentReport,
  LeaseRow,
  ServiceReport,
  SourceName,
  sourceNames,
} from 'backstage-plugin-service-secrets-common';

import {
  aCertificate,
  aDatabaseRole,
  after,
  aFinding,
  anEnvironment,
  aReport,
  aSource,
} from './builders';
import { manyLeases, mixedLeases } from './exampleLeases';
import { brokenChain, certificateChain, holdingChain } from './wiring';

/** A state of the tab to look at. */
export interface Scenario {
  readonly report: ServiceReport;
  readonly leases: readonly LeaseRow[];
}

const DAY = 86_400;

const healthyEnvironment = anEnvironment({
  wiring: [holdingChain, certificateChain],
});

const brokenEnvironment: EnvironmentReport = anEnvironment({
  status: {
    health: 'broken',
    sentence: 'Pods of `grade-api` cannot log in to Vault.',
    detail:
      'Service account `grade-api-sa` is not bound to auth role `grade-api`: the role allows `grade-api`. Existing leases end in 41 min.',
  },
  wiring: [brokenChain, certificateChain],
  databaseRoles: [
    aDatabaseRole({ liveLeases: 4 }),
    aDatabaseRole({
      name: 'grade-report',
      kind: 'static',
      grants: 'read, schema public',
      liveLeases: undefined,
      expectedLeases: undefined,
      rotationPeriodSeconds: DAY,
      lastRotatedAt: after(-3 * 3600),
    }),
  ],
  leases: {
    total: 4,
    expected: 2,
    byState: { active: 1, expiring: 1, orphan: 1, expired: 0, irrevocable: 1 },
    nextExpiresAt: after(360),
  },
  certificates: [
    aCertificate(),
    aCertificate({
      name: 'grade-api-client',
      state: 'renewal-overdue',
      dnsNames: ['grade-api-client', 'client.grade-api.example.org'],
      notBefore: after(-20 * 3600),
      notAfter: after(4 * 3600),
      renewsAt: after(-1200),
      failedAttempts: 3,
      nextAttemptAt: after(2400),
      reason: 'the PKI role does not allow the name',
      usedBy: [],
    }),
  ],
  findings: [
    aFinding({
      code: 'leaseIrrevocable',
      severity: 'risk',
      message:
        'Vault could not revoke lease `…Zk19dPl2`: the database user owns objects.',
    }),
    aFinding({
      id: 'not-bound',
      message:
        'Auth role `grade-api` does not bind service account `grade-api-sa`.',
      remedy:
        'Add `grade-api-sa` to `bound_service_account_names` of `auth/kubernetes/role/grade-api`, or run the pod as `grade-api`.',
      link: { from: 'service-account', to: 'auth-role' },
    }),
    aFinding({
      code: 'sourceUnreadable',
      message:
        'Could not read policies of Vault `vault-prod`: the reader has no permission.',
      remedy:
        'Grant the reader this rule; then refresh.\npath "sys/policies/acl/svc-grade-api" {\n  capabilities = ["read"]\n}',
    }),
  ],
  sources: sourceNames.map(name =>
    name === 'policies'
      ? aSource(name, {
          state: 'failed',
          fetchedAt: undefined,
          failure: {
            code: 'denied',
            message:
              'The reader may not read `sys/policies/acl/svc-grade-api`.',
            missingRule:
              'path "sys/policies/acl/svc-grade-api" {\n  capabilities = ["read"]\n}',
          },
        })
      : aSource(name),
  ),
});

const vaultSources: readonly SourceName[] = [
  'authRole',
  'policies',
  'databaseRoles',
  'leases',
  'pki',
];

const vaultDown = {
  code: 'unreachable',
  message: 'Vault `vault-prod` did not accept a connection.',
} as const;

const downEnvironment: EnvironmentReport = anEnvironment({
  status: {
    health: 'unknown',
    sentence: 'Vault `vault-prod` cannot be reached.',
    detail: 'What is shown of it is 4 min old; the rest is not known now.',
  },
  wiring: [
    {
      ...holdingChain,
      nodes: holdingChain.nodes.map((node, index) =>
        index < 2 ? node : { ...node, stale: true },
      ),
    },
    {
      ...certificateChain,
      nodes: certificateChain.nodes.map((node, index) =>
        index < 2 ? node : { ...node, stale: true },
      ),
    },
  ],
  databaseRoles: [aDatabaseRole({ liveLeases: undefined })],
  leases: undefined,
  findings: [
    aFinding({
      code: 'sourceUnreadable',
      message:
        'Could not read auth role, policies, database roles, leases and PKI of Vault `vault-prod`: it cannot be reached. What was read before is shown.',
      remedy:
        'Bring Vault `vault-prod` back, or correct its address; then refresh.',
    }),
  ],
  sources: sourceNames.map(name => {
    if (!vaultSources.includes(name)) return aSource(name);
    if (name === 'leases') {
      const fetchedAt = undefined;
      return aSource(name, { state: 'failed', fetchedAt, failure: vaultDown });
    }
    const fetchedAt = after(-240);
    return aSource(name, { state: 'stale', fetchedAt, failure: vaultDown });
  }),
});

const emptyEnvironment: EnvironmentReport = anEnvironment({
  status: {
    health: 'healthy',
    sentence: '`grade-api` uses no database credentials and no certificates.',
  },
  databaseRoles: [],
  leases: {
    total: 0,
    byState: { active: 0, expiring: 0, orphan: 0, expired: 0, irrevocable: 0 },
  },
  certificates: [],
  sources: sourceNames.map(name =>
    name === 'pki'
      ? aSource(name, {
          state: 'failed',
          fetchedAt: undefined,
          failure: {
            code: 'not-configured',
            message: 'No PKI mount is configured for `vault-prod`.',
          },
        })
      : aSource(name),
  ),
});

const crowdedEnvironment: EnvironmentReport = {
  ...healthyEnvironment,
  status: {
    health: 'degraded',
    sentence: 'There are far more leases than pods.',
  },
  leases: {
    total: 10_000,
    expected: 40,
    byState: {
      active: 6_000,
      expiring: 2_000,
      orphan: 2_000,
      expired: 0,
      irrevocable: 0,
    },
  },
  findings: [
    aFinding({
      code: 'leasesOverBudget',
      message: 'Role `grade-api-role` has 10,000 leases for 40 pods.',
    }),
  ],
};

/** Every report worth looking at, by name. */
export const scenarios = {
  healthy: {
    report: aReport(healthyEnvironment),
    leases: mixedLeases.slice(0, 2),
  },
  broken: { report: aReport(brokenEnvironment), leases: mixedLeases },
  vaultDown: { report: aReport(downEnvironment), leases: [] },
  empty: { report: aReport(emptyEnvironment), leases: [] },
  claimDenied: {
    report: aReport(undefined, {
      environments: [],
      status: {
        health: 'unknown',
        sentence: 'No claim of `grade-api` is confirmed.',
      },
      denied: [
        {
          environment: 'production',
          reason:
            'No operator rule lets `group:default/grades` use namespace `payments`.',
          remedy:
            'Ask the platform team for a rule in `serviceSecrets.bindings.rules`.',
        },
      ],
    }),
    leases: [],
  },
  severalEnvironments: {
    report: aReport(brokenEnvironment, {
      environments: [
        { ...healthyEnvironment, environment: 'staging' },
        brokenEnvironment,
      ],
    }),
    leases: mixedLeases,
  },
  tenThousand: {
    report: aReport(crowdedEnvironment),
    leases: manyLeases(10_000),
  },
} as const satisfies Record<string, Scenario>;
