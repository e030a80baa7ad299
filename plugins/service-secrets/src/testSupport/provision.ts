import {
  PlannedChange,
  ProvisionOffers,
  ProvisionPlan,
  ProvisionRequest,
  RetireImpact,
} from 'backstage-plugin-service-secrets-common';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** What the owners of grade-api may ask for: much in production, little in staging. */
export function someOffers(
  fields: Partial<ProvisionOffers> = {},
): ProvisionOffers {
  return {
    owner: 'group:default/grades',
    mode: 'apply',
    applyManifests: false,
    environments: [
      {
        environment: 'production',
        namespaces: ['demo-*'],
        deliveryMethods: ['agent-injector', 'vso'],
        databases: [
          {
            id: 'grades',
            title: 'Grades of all courses',
            engine: 'postgresql',
            connection: 'database/config/grades',
            profiles: [
              { id: 'read-only', grants: 'read every table of schema public' },
              {
                id: 'read-write',
                grants: 'read and write every table of schema public',
              },
            ],
            maxTtlSeconds: DAY,
          },
          {
            id: 'archive',
            title: 'Archive of past years',
            engine: 'postgresql',
            connection: 'database/config/archive',
            profiles: [
              { id: 'read-only', grants: 'read every table of schema public' },
            ],
            maxTtlSeconds: 12 * HOUR,
          },
        ],
        certificates: [
          {
            id: 'internal',
            title: 'Inside the cluster',
            domains: ['svc.cluster.local'],
            maxDurationSeconds: 30 * DAY,
          },
        ],
        kv: true,
      },
      {
        environment: 'staging',
        namespaces: ['demo-*'],
        deliveryMethods: ['agent-injector'],
        databases: [],
        certificates: [],
        kv: false,
      },
    ],
    ...fields,
  };
}

/** A complete request. */
export function aRequest(
  fields: Partial<ProvisionRequest> = {},
): ProvisionRequest {
  return {
    entityRef: 'component:default/demo-marks',
    owner: 'group:default/grades',
    environment: 'production',
    namespace: 'demo-marks',
    name: 'demo-marks',
    delivery: 'agent-injector',
    database: {
      offer: 'grades',
      profile: 'read-only',
      defaultTtlSeconds: HOUR,
      maxTtlSeconds: DAY,
      format: 'env',
    },
    ...fields,
  };
}

const policyBefore = `# owner: component:default/demo-marks production
path "database/creds/demo-marks.read-only" {
  capabilities = ["read"]
}
path "secret/data/demo-marks/*" {
  capabilities = ["read", "list"]
}
`;

const policyAfter = `# owner: component:default/demo-marks production
path "database/creds/demo-marks.read-only" {
  capabilities = ["read"]
}
path "pki/issue/demo-marks" {
  capabilities = ["update"]
}
`;

/** One change of each kind there is. */
export const someChanges: readonly PlannedChange[] = [
  {
    kind: 'policy',
    path: 'sys/policies/acl/svc-demo-marks',
    action: 'update',
    fields: [{ field: 'policy', from: policyBefore, to: policyAfter }],
  },
  {
    kind: 'auth-role',
    path: 'auth/kubernetes/role/demo-marks',
    action: 'create',
    fields: [
      { field: 'bound_service_account_names', to: 'demo-marks' },
      { field: 'bound_service_account_namespaces', to: 'demo-marks' },
      { field: 'token_policies', to: 'svc-demo-marks' },
      { field: 'token_ttl', to: '1 h' },
    ],
  },
  {
    kind: 'database-role',
    path: 'database/roles/demo-marks.read-only',
    action: 'update',
    fields: [
      { field: 'default_ttl', from: '2 h', to: '1 h' },
      { field: 'max_ttl', to: '24 h' },
    ],
  },
  {
    kind: 'allowed-role',
    path: 'database/config/grades',
    action: 'unchanged',
    fields: [],
  },
];

const manifest = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: demo-marks
  namespace: demo-marks
`;

/** A plan that changes a few things. */
export function aPlan(fields: Partial<ProvisionPlan> = {}): ProvisionPlan {
  return {
    entityRef: 'component:default/demo-marks',
    environment: 'production',
    mode: 'apply',
    digest: 'a1b2c3d4e5f6'.padEnd(64, '0'),
    changes: [...someChanges],
    files: [
      { path: 'demo-marks/service-account.yaml', content: manifest },
      {
        path: 'demo-marks/deployment.yaml',
        content: manifest.replace('ServiceAccount', 'Deployment'),
      },
    ],
    notes: [
      'Each pod holds one lease: 2 leases with 2 replicas, 4 during a rollout.',
    ],
    ...fields,
  };
}

/** A plan that cannot be applied: an object belongs to another service. */
export function aConflictingPlan(): ProvisionPlan {
  return aPlan({
    digest: 'c0ffee'.padEnd(64, '1'),
    changes: [
      ...someChanges,
      {
        kind: 'pki-role',
        path: 'pki/roles/demo-marks',
        action: 'conflict',
        fields: [],
        reason:
          'It carries no mark of ours: somebody made it by hand. Ask the platform team to remove it or to let Backstage take it over.',
      },
    ],
  });
}

/** What a retirement takes away from a service that still runs. */
export function anImpact(fields: Partial<RetireImpact> = {}): RetireImpact {
  return {
    entityRef: 'component:default/demo-marks',
    environment: 'production',
    objects: [
      'auth/kubernetes/role/demo-marks',
      'database/roles/demo-marks.read-only',
      'sys/policies/acl/svc-demo-marks',
    ],
    leases: 2,
    pods: ['demo-marks-6f9c-x2', 'demo-marks-6f9c-p7'],
    inUse: true,
    sentence:
      'demo-marks is in use: 2 pods run and 2 leases are alive. Its pods lose their database users at once.',
    ...fields,
  };
}
