import { resourceTypes } from '../controllers/client/kubernetesTypes';
import type { Manifest } from './SeedContext';
import { VAULT_AUDIENCE } from './vaultObjects';

/** The annotation by which a namespace names the catalog entity it belongs to. */
export const ENTITY_ANNOTATION = 'service-secrets.io/entity-ref';

const INJECTOR = 'vault.hashicorp.com';
const TOKEN_VOLUME = 'vault-token';
const CREDENTIALS = 'credentials';

/** A namespace that belongs to one service. */
export function namespace(name: string, owner: string): Manifest {
  return {
    type: resourceTypes.namespaces,
    object: {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name,
        annotations: { [ENTITY_ANNOTATION]: `component:default/${owner}` },
      },
    },
  };
}

/** A service account that mounts no token by itself. */
export function serviceAccount(ns: string, name: string): Manifest {
  return {
    type: resourceTypes.serviceAccounts,
    object: {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace: ns },
      automountServiceAccountToken: false,
    },
  };
}

/** A file the injector renders. */
export interface RenderedSecret {
  readonly name: string;
  readonly path: string;
  readonly template: string;
}

/** The injector's annotations: one login and one lease per pod, revoked with it. */
export function agentAnnotations(
  role: string,
  secrets: readonly RenderedSecret[],
): Record<string, string> {
  const own: Record<string, string> = {
    [`${INJECTOR}/agent-inject`]: 'true',
    [`${INJECTOR}/role`]: role,
    [`${INJECTOR}/auth-path`]: 'auth/kubernetes',
    [`${INJECTOR}/agent-cache-enable`]: 'true',
    [`${INJECTOR}/agent-revoke-on-shutdown`]: 'true',
    [`${INJECTOR}/agent-service-account-token-volume-name`]: TOKEN_VOLUME,
  };
  for (const { name, path, template } of secrets) {
    own[`${INJECTOR}/agent-inject-secret-${name}`] = path;
    own[`${INJECTOR}/agent-inject-template-${name}`] = template;
    own[`${INJECTOR}/error-on-missing-key-${name}`] = 'true';
  }
  return own;
}

/** Renders a user and a password as a JSON file, safe for every character. */
export function credentialsFile(path: string): RenderedSecret {
  return {
    name: 'db.json',
    path,
    template: [
      `{{- with secret "${path}" -}}`,
      '{"username":{{ .Data.username | toJSON }},"password":{{ .Data.password | toJSON }}}',
      '{{ end -}}',
      '',
    ].join('\n'),
  };
}

/** A workload's pods. */
export interface PodSeed {
  readonly service: string;
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly annotations: Record<string, string>;
  readonly replicas?: number;
  readonly command?: string;
  readonly tlsSecret?: string;
  /** A Secret an operator keeps, as files; its pods need no login to Vault. */
  readonly credentials?: string;
  readonly env?: Record<string, string>;
}

function labelsOf(seed: PodSeed) {
  return {
    app: seed.name,
    'app.kubernetes.io/name': seed.name,
    'backstage.io/kubernetes-id': seed.service,
  };
}

function volumes(seed: PodSeed) {
  if (seed.credentials !== undefined)
    return [{ name: CREDENTIALS, secret: { secretName: seed.credentials } }];
  const token = {
    name: TOKEN_VOLUME,
    projected: {
      sources: [
        {
          serviceAccountToken: {
            path: 'token',
            audience: VAULT_AUDIENCE,
            expirationSeconds: 3600,
          },
        },
      ],
    },
  };
  if (seed.tlsSecret === undefined) return [token];
  return [token, { name: 'tls', secret: { secretName: seed.tlsSecret } }];
}

function podTemplate(seed: PodSeed, extra: Record<string, unknown> = {}) {
  const mounts = [
    ...(seed.tlsSecret === undefined
      ? []
      : [{ name: 'tls', mountPath: '/etc/tls', readOnly: true }]),
    ...(seed.credentials === undefined
      ? []
      : [{ name: CREDENTIALS, mountPath: '/vault/secrets', readOnly: true }]),
  ];
  return {
    metadata: { labels: labelsOf(seed), annotations: seed.annotations },
    spec: {
      serviceAccountName: seed.serviceAccount,
      automountServiceAccountToken: false,
      ...extra,
      containers: [
        {
          name: seed.name,
          image: `registry.example.com/${seed.service}:1.0.0`,
          ...(seed.command === undefined
            ? {}
            : { command: ['/bin/sh', '-c', seed.command] }),
          env: Object.entries(seed.env ?? {}).map(([name, value]) => ({
            name,
            value,
          })),
          resources: {
            requests: { cpu: '100m', memory: '128Mi' },
            limits: { memory: '256Mi' },
          },
          securityContext: {
            runAsUser: 10001,
            runAsNonRoot: true,
            allowPrivilegeEscalation: false,
          },
          volumeMounts: mounts,
        },
      ],
      volumes: volumes(seed),
    },
  };
}

/** A Deployment. */
export function deployment(seed: PodSeed): Manifest {
  return {
    type: resourceTypes.deployments,
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: seed.name,
        namespace: seed.namespace,
        labels: labelsOf(seed),
      },
      spec: {
        replicas: seed.replicas ?? 1,
        selector: { matchLabels: { app: seed.name } },
        template: podTemplate(seed),
      },
    },
  };
}

/** A Job that runs once. */
export function job(seed: PodSeed): Manifest {
  return {
    type: resourceTypes.jobs,
    object: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: seed.name,
        namespace: seed.namespace,
        labels: labelsOf(seed),
      },
      spec: { template: podTemplate(seed, { restartPolicy: 'Never' }) },
    },
  };
}

/** A Service in front of a workload. */
export function service(ns: string, name: string, port: number): Manifest {
  return {
    type: resourceTypes.services,
    object: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: ns },
      spec: {
        selector: { app: name },
        ports: [{ name: 'https', port, targetPort: port, protocol: 'TCP' }],
      },
    },
  };
}
