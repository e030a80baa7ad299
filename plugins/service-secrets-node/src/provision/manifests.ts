import { Document, visit } from 'yaml';

import { Manifest } from './DesiredState';
import { injectorAnnotations } from './injectorAnnotations';
import { ServiceSpec } from './ServiceSpec';

const TOKEN_VOLUME = 'vault-token';
const TOKEN_SECONDS = 3600;
const CERT_MANAGER = { name: 'cert-manager', namespace: 'cert-manager' };

/** Names in Vault the manifests refer to. */
export interface ManifestNames {
  readonly authRole: string;
  readonly issuerAuthRole: string;
  readonly credentialsPath?: string;
  readonly signPath?: string;
}

function meta(spec: ServiceSpec, name = spec.name) {
  return {
    name,
    namespace: spec.namespace,
    labels: { 'app.kubernetes.io/name': spec.name },
    annotations: { 'service-secrets.io/entity-ref': spec.entityRef },
  };
}

function serviceAccount(spec: ServiceSpec): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: meta(spec, spec.serviceAccount),
    automountServiceAccountToken: false,
  };
}

function deployment(spec: ServiceSpec, names: ManifestNames): Manifest {
  const labels = { 'app.kubernetes.io/name': spec.name };
  const annotations =
    spec.database && names.credentialsPath
      ? injectorAnnotations({
          authMount: spec.authMount,
          authRole: names.authRole,
          tokenVolume: TOKEN_VOLUME,
          credentialsPath: names.credentialsPath,
          database: spec.database,
        })
      : {};
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta(spec),
    spec: {
      replicas: spec.replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations },
        spec: {
          serviceAccountName: spec.serviceAccount,
          automountServiceAccountToken: false,
          containers: [container(spec)],
          volumes: volumes(spec),
        },
      },
    },
  };
}

function container(spec: ServiceSpec) {
  const volumeMounts = spec.certificate
    ? [{ name: 'tls', mountPath: '/etc/tls', readOnly: true }]
    : [];
  return { name: spec.name, image: spec.image, volumeMounts };
}

function volumes(spec: ServiceSpec) {
  const token = {
    name: TOKEN_VOLUME,
    projected: {
      sources: [
        {
          serviceAccountToken: {
            path: 'token',
            audience: spec.audience,
            expirationSeconds: TOKEN_SECONDS,
          },
        },
      ],
    },
  };
  const tls = { name: 'tls', secret: { secretName: `${spec.name}-tls` } };
  return [
    ...(spec.database ? [token] : []),
    ...(spec.certificate ? [tls] : []),
  ];
}

/** cert-manager asks for a token of the service account, and may do so for this one only. */
function tokenRequestAccess(spec: ServiceSpec): Manifest[] {
  const name = `${spec.name}-issuer-token`;
  return [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: meta(spec, name),
      rules: [
        {
          apiGroups: [''],
          resources: ['serviceaccounts/token'],
          resourceNames: [spec.serviceAccount],
          verbs: ['create'],
        },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: meta(spec, name),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', ...CERT_MANAGER }],
    },
  ];
}

function certificate(spec: ServiceSpec, names: ManifestNames): Manifest[] {
  if (!spec.certificate || !names.signPath) return [];
  const issuer = `${spec.name}-issuer`;
  return [
    ...tokenRequestAccess(spec),
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Issuer',
      metadata: meta(spec, issuer),
      spec: {
        vault: {
          server: spec.vaultServer,
          path: names.signPath,
          auth: {
            kubernetes: {
              role: names.issuerAuthRole,
              // cert-manager spells the mount with its API prefix; the injector does not.
              mountPath: `/v1/auth/${spec.authMount}`,
              serviceAccountRef: { name: spec.serviceAccount },
            },
          },
        },
      },
    },
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: meta(spec, `${spec.name}-tls`),
      spec: {
        secretName: `${spec.name}-tls`,
        issuerRef: { kind: 'Issuer', name: issuer },
        dnsNames: [...spec.certificate.dnsNames].sort(),
        duration: `${spec.certificate.durationSeconds}s`,
        renewBefore: `${spec.certificate.renewBeforeSeconds}s`,
        privateKey: { algorithm: 'RSA', size: 2048, rotationPolicy: 'Always' },
        usages: [
          'server auth',
          'client auth',
          'digital signature',
          'key encipherment',
        ],
      },
    },
  ];
}

/** The Kubernetes objects of a service, in the order they are applied. */
export function serviceManifests(
  spec: ServiceSpec,
  names: ManifestNames,
): Manifest[] {
  return [
    serviceAccount(spec),
    ...certificate(spec, names),
    deployment(spec, names),
  ];
}

/** One YAML text of several objects, every string value quoted: Kubernetes reads YAML 1.1, where `no` and `1e3` are no strings. */
export function manifestYaml(manifests: readonly Manifest[]): string {
  return manifests
    .map(manifest => {
      const document = new Document(manifest);
      visit(document, {
        Scalar(key, node) {
          if (key !== 'key' && typeof node.value === 'string') {
            node.type = node.value.includes('\n')
              ? 'BLOCK_LITERAL'
              : 'QUOTE_DOUBLE';
          }
        },
      });
      return document.toString({ lineWidth: 0 });
    })
    .join('---\n');
}
