import { resourceTypes } from '../controllers/client/kubernetesTypes';
import type { Manifest, VaultWrite } from './SeedContext';
import { authRole, pkiRole, policy } from './vaultObjects';

/** A certificate of a service and everything cert-manager needs to get it. */
export interface CertificateSeed {
  readonly service: string;
  readonly namespace: string;
  readonly vaultAddress: string;
  readonly name: string;
  readonly secretName: string;
  readonly dnsNames: readonly string[];
  readonly duration: string;
  readonly renewBefore: string;
}

const ISSUER = 'vault-issuer';
const RBAC = 'rbac.authorization.k8s.io';

/** The identity the issuer logs in with: its own service account and auth role, good for one sign path. */
export function certificateVault(seed: CertificateSeed): VaultWrite[] {
  const name = `${seed.service}-issuer`;
  return [
    pkiRole({ name: seed.name, domains: seed.dnsNames }),
    policy(name, { [`pki_int/sign/${seed.name}`]: ['update'] }),
    authRole({
      name,
      serviceAccount: ISSUER,
      namespace: seed.namespace,
      policies: [name],
      audience: `vault://${seed.namespace}/${ISSUER}`,
      ttl: '5m',
    }),
  ];
}

/** cert-manager may ask for tokens of the issuer's service account, and of no other. */
function tokenRights({ namespace }: CertificateSeed): Manifest[] {
  const metadata = { name: `${ISSUER}-token`, namespace };
  return [
    {
      type: resourceTypes.serviceAccounts,
      object: {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: ISSUER, namespace },
      },
    },
    {
      type: resourceTypes.roles,
      object: {
        apiVersion: `${RBAC}/v1`,
        kind: 'Role',
        metadata,
        rules: [
          {
            apiGroups: [''],
            resources: ['serviceaccounts/token'],
            resourceNames: [ISSUER],
            verbs: ['create'],
          },
        ],
      },
    },
    {
      type: resourceTypes.roleBindings,
      object: {
        apiVersion: `${RBAC}/v1`,
        kind: 'RoleBinding',
        metadata,
        roleRef: { apiGroup: RBAC, kind: 'Role', name: metadata.name },
        subjects: [
          {
            kind: 'ServiceAccount',
            name: 'cert-manager',
            namespace: 'cert-manager',
          },
        ],
      },
    },
  ];
}

function certificateManifest(seed: CertificateSeed): Manifest {
  const { namespace } = seed;
  return {
    type: resourceTypes.certificates,
    object: {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: seed.name, namespace },
      spec: {
        secretName: seed.secretName,
        issuerRef: { name: ISSUER, kind: 'Issuer', group: 'cert-manager.io' },
        dnsNames: seed.dnsNames,
        duration: seed.duration,
        renewBefore: seed.renewBefore,
        usages: [
          'digital signature',
          'key encipherment',
          'server auth',
          'client auth',
        ],
        privateKey: {
          algorithm: 'RSA',
          size: 2048,
          encoding: 'PKCS1',
          rotationPolicy: 'Always',
        },
      },
    },
  };
}

/** Issuer, certificate, and the rights cert-manager needs for them. */
export function certificateManifests(seed: CertificateSeed): Manifest[] {
  const { namespace } = seed;
  return [
    ...tokenRights(seed),
    {
      type: resourceTypes.issuers,
      object: {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Issuer',
        metadata: { name: ISSUER, namespace },
        spec: {
          vault: {
            server: seed.vaultAddress,
            path: `pki_int/sign/${seed.name}`,
            auth: {
              kubernetes: {
                role: `${seed.service}-issuer`,
                mountPath: '/v1/auth/kubernetes',
                serviceAccountRef: { name: ISSUER },
              },
            },
          },
        },
      },
    },
    certificateManifest(seed),
  ];
}
