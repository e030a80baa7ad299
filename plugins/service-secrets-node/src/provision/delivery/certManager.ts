import { Manifest } from '../DesiredState';
import { CertificateSpec, ServiceSpec } from '../ServiceSpec';
import { Delivery, ManifestNames, meta, podParts } from './Delivery';

const apiVersion = 'cert-manager.io/v1';
const CERT_MANAGER = { name: 'cert-manager', namespace: 'cert-manager' };
const VOLUME = 'tls';

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

function issuer(
  spec: ServiceSpec,
  names: ManifestNames,
  signPath: string,
): Manifest {
  return {
    apiVersion,
    kind: 'Issuer',
    metadata: meta(spec, `${spec.name}-issuer`),
    spec: {
      vault: {
        server: spec.vaultServer,
        path: signPath,
        ...(spec.vaultCaBundle ? { caBundle: spec.vaultCaBundle } : {}),
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
  };
}

function certificate(spec: ServiceSpec, wanted: CertificateSpec): Manifest {
  return {
    apiVersion,
    kind: 'Certificate',
    metadata: meta(spec, `${spec.name}-tls`),
    spec: {
      secretName: `${spec.name}-tls`,
      issuerRef: {
        group: 'cert-manager.io',
        kind: 'Issuer',
        name: `${spec.name}-issuer`,
      },
      dnsNames: [...wanted.dnsNames].sort(),
      duration: `${wanted.durationSeconds}s`,
      renewBefore: `${wanted.renewBeforeSeconds}s`,
      privateKey: { algorithm: 'RSA', size: 2048, rotationPolicy: 'Always' },
      usages: [
        'server auth',
        'client auth',
        'digital signature',
        'key encipherment',
      ],
    },
  };
}

/** cert-manager signs with a login of its own and keeps the certificate in a Secret, mounted as a folder so a renewal shows. */
export function certManager(spec: ServiceSpec, names: ManifestNames): Delivery {
  if (!spec.certificate || !names.signPath) {
    return { manifests: [], pod: podParts() };
  }
  return {
    manifests: [
      ...tokenRequestAccess(spec),
      issuer(spec, names, names.signPath),
      certificate(spec, spec.certificate),
    ],
    pod: podParts({
      volumes: [{ name: VOLUME, secret: { secretName: `${spec.name}-tls` } }],
      mounts: [{ name: VOLUME, mountPath: '/etc/tls', readOnly: true }],
    }),
  };
}
