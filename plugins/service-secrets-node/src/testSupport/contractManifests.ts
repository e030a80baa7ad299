import type { Manifest } from '../provision/DesiredState';
import { ownerAnnotations } from '../provision/manifestOwner';

/** Whose the objects are, and in which environment. */
export const entityRef = 'component:default/contract';
export const environment = 'production';
/** What every object is called. */
export const name = 'contract';
const selector = { 'app.kubernetes.io/name': name };
const vault = {
  path: 'pki/sign/contract',
  server: 'https://vault.example:8200',
  auth: {
    kubernetes: {
      role: name,
      mountPath: '/v1/auth/kubernetes',
      serviceAccountRef: { name },
    },
  },
};

/** What is special about each kind, by `apiVersion Kind`. */
export const bodies: Readonly<Record<string, object>> = {
  'v1 ServiceAccount': { automountServiceAccountToken: false },
  'rbac.authorization.k8s.io/v1 Role': {
    rules: [
      {
        apiGroups: [''],
        resources: ['serviceaccounts/token'],
        resourceNames: [name],
        verbs: ['create'],
      },
    ],
  },
  'rbac.authorization.k8s.io/v1 RoleBinding': {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [
      {
        kind: 'ServiceAccount',
        name: 'cert-manager',
        namespace: 'cert-manager',
      },
    ],
  },
  'apps/v1 Deployment': {
    spec: {
      replicas: 0,
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: selector },
        spec: { containers: [{ name, image: 'registry.example/contract:1' }] },
      },
    },
  },
  'cert-manager.io/v1 Issuer': { spec: { vault } },
  'cert-manager.io/v1 Certificate': {
    spec: {
      secretName: 'contract-tls',
      issuerRef: { kind: 'Issuer', name: 'no-such-issuer' },
      dnsNames: ['contract.contract.svc'],
    },
  },
  'secrets.hashicorp.com/v1beta1 VaultConnection': {
    spec: { address: 'https://vault.example:8200', skipTLSVerify: false },
  },
  'secrets.hashicorp.com/v1beta1 VaultAuth': {
    spec: {
      vaultConnectionRef: name,
      method: 'kubernetes',
      mount: 'kubernetes',
      kubernetes: { role: name, serviceAccount: name, audiences: ['vault'] },
    },
  },
  'secrets.hashicorp.com/v1beta1 VaultDynamicSecret': {
    spec: {
      vaultAuthRef: name,
      mount: 'database',
      path: 'creds/contract',
      destination: { name: 'contract-db', create: true },
    },
  },
  'secrets.hashicorp.com/v1beta1 VaultStaticSecret': {
    spec: {
      vaultAuthRef: name,
      mount: 'secret',
      path: 'services/contract',
      type: 'kv-v2',
      destination: { name: 'contract-kv', create: true },
    },
  },
  'external-secrets.io/v1 SecretStore': {
    spec: {
      provider: {
        vault: {
          server: 'https://vault.example:8200',
          path: 'secret',
          version: 'v2',
          auth: {
            kubernetes: {
              mountPath: 'kubernetes',
              role: name,
              serviceAccountRef: { name },
            },
          },
        },
      },
    },
  },
  'external-secrets.io/v1 ExternalSecret': {
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { kind: 'SecretStore', name },
      target: { name: 'contract-kv' },
      data: [{ secretKey: 'key', remoteRef: { key: 'services/contract' } }],
    },
  },
  'generators.external-secrets.io/v1alpha1 VaultDynamicSecret': {
    spec: {
      path: 'database/creds/contract',
      method: 'GET',
      provider: {
        server: 'https://vault.example:8200',
        auth: {
          kubernetes: {
            mountPath: 'kubernetes',
            role: name,
            serviceAccountRef: { name },
          },
        },
      },
    },
  },
  'secrets-store.csi.x-k8s.io/v1 SecretProviderClass': {
    spec: { provider: 'vault', parameters: { roleName: name } },
  },
};

/** An object of a kind, `apiVersion Kind`, that says whose it is. */
export function manifest(
  kind: string,
  namespace: string,
  labels: Record<string, string> = {},
): Manifest {
  const [apiVersion, kindName] = kind.split(' ');
  const annotations = ownerAnnotations({ entityRef, environment });
  return {
    apiVersion,
    kind: kindName,
    metadata: { name, namespace, labels, annotations },
    ...bodies[kind],
  };
}

/** The name of an object. */
export function refOf({ apiVersion, kind, metadata }: Manifest) {
  const { namespace } = metadata;
  return { apiVersion, kind, namespace, name: metadata.name };
}
