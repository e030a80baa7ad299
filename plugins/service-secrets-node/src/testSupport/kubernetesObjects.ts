/** What an API server would answer for the service `grade-api`, by path. */
export const kubernetesObjects: Readonly<Record<string, unknown>> = {
  '/version': { gitVersion: 'v1.36.0' },
  '/api/v1/namespaces/grade-api': {
    metadata: {
      name: 'grade-api',
      annotations: {
        'service-secrets.io/entity-ref': 'component:default/grade-api',
      },
    },
  },
  '/api/v1/namespaces/grade-api/serviceaccounts/grade-api': {
    metadata: { name: 'grade-api' },
  },
  '/apis/apps/v1/namespaces/grade-api/deployments/grade-api': {
    metadata: { name: 'grade-api', uid: 'd-1' },
    spec: {
      replicas: 2,
      template: {
        metadata: {
          annotations: {
            'vault.hashicorp.com/role': 'grade-api',
            'other.io/x': 'dropped',
          },
        },
        spec: {
          serviceAccountName: 'grade-api',
          volumes: [
            { name: 'tls', secret: { secretName: 'grade-api-tls' } },
            {
              name: 'vault',
              projected: {
                sources: [{ serviceAccountToken: { audience: 'vault' } }],
              },
            },
          ],
        },
      },
    },
    status: { readyReplicas: 1 },
  },
  '/apis/cert-manager.io/v1/namespaces/grade-api/issuers/vault': {
    spec: {
      vault: {
        path: 'pki_int/sign/grade-api-tls',
        auth: {
          kubernetes: {
            role: 'cert-manager',
            mountPath: '/v1/auth/kubernetes',
            serviceAccountRef: { name: 'issuer' },
          },
        },
      },
    },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  },
};

/** A VaultDynamicSecret as the Vault Secrets Operator leaves it, with its VaultAuth. */
export const listedDynamicSecret = {
  metadata: {
    name: 'grade-api-db',
    namespace: 'grade-api',
    creationTimestamp: '2026-08-01T08:00:00Z',
  },
  spec: {
    vaultAuthRef: 'grade-api',
    mount: 'database',
    path: 'creds/grade-api-role',
    destination: { name: 'grade-api-db', create: true },
  },
  status: {
    lastGeneration: 1,
    lastRenewalTime: 1_785_578_400,
    secretLease: {
      id: 'database/creds/grade-api-role/Q2bCq3mB1k5Zt7XyW9aLs0Ne',
      duration: 3600,
      renewable: true,
      requestID: '',
    },
    conditions: [{ type: 'Ready', status: 'True', reason: 'SecretSynced' }],
  },
};

/** How the Vault Secrets Operator logs in for it. */
export const listedVaultAuth = {
  metadata: { name: 'grade-api', namespace: 'grade-api' },
  spec: {
    method: 'kubernetes',
    mount: 'kubernetes',
    kubernetes: {
      role: 'grade-api',
      serviceAccount: 'grade-api',
      audiences: ['vault'],
    },
  },
};

/** One pod of the Deployment's ReplicaSet whose agent cannot log in. */
export const listedPod = {
  metadata: {
    name: 'grade-api-6c7d-x2x7k',
    labels: { 'pod-template-hash': '6c7d' },
    ownerReferences: [
      {
        kind: 'ReplicaSet',
        name: 'grade-api-6c7d',
        uid: 'r-1',
        controller: true,
      },
    ],
  },
  spec: {
    containers: [{ name: 'app' }, { name: 'vault-agent' }],
    initContainers: [{ name: 'vault-agent-init' }],
  },
  status: {
    phase: 'Pending',
    startTime: '2026-08-01T09:00:00Z',
    initContainerStatuses: [
      {
        name: 'vault-agent-init',
        restartCount: 3,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
      },
    ],
    containerStatuses: [
      {
        name: 'vault-agent',
        state: { waiting: { reason: 'PodInitializing' } },
      },
    ],
  },
};

/** One cert-manager Certificate. */
export const listedCertificate = {
  metadata: { name: 'grade-api-tls', namespace: 'grade-api' },
  spec: {
    secretName: 'grade-api-tls',
    dnsNames: ['grade-api.svc'],
    duration: '2160h0m0s',
    issuerRef: { name: 'vault' },
  },
  status: { notAfter: '2026-10-01T00:00:00Z' },
};
