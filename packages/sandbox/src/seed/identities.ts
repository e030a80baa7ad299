import { resourceTypes } from '../controllers/client/kubernetesTypes';
import type { Manifest, VaultWrite } from './SeedContext';
import { authRole, policy } from './vaultObjects';

const RBAC = 'rbac.authorization.k8s.io';

/** A service account by its namespace and name. */
export interface Identity {
  readonly namespace: string;
  readonly name: string;
}

/** cert-manager, the token reviewer of Vault, and the backend of Backstage. */
export const identities = {
  certManager: { namespace: 'cert-manager', name: 'cert-manager' },
  vault: { namespace: 'vault', name: 'vault' },
  backstage: { namespace: 'backstage', name: 'backstage' },
} as const satisfies Record<string, Identity>;

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const read = ['get', 'list'];
const all = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

function rule(group: string, resources: string[], verbs: string[]): Rule {
  return { apiGroups: [group], resources, verbs };
}

/** What the Backstage reader may see: never a Secret, never a watch, nothing it could change. */
const readerRules: readonly Rule[] = [
  rule('', ['namespaces', 'pods', 'events', 'serviceaccounts'], read),
  rule('', ['services'], read),
  rule(
    'apps',
    ['deployments', 'statefulsets', 'daemonsets', 'replicasets'],
    read,
  ),
  rule('batch', ['jobs', 'cronjobs'], read),
  rule(
    'cert-manager.io',
    ['certificates', 'certificaterequests', 'issuers', 'clusterissuers'],
    read,
  ),
];

const certManagerRules: readonly Rule[] = [
  rule(
    'cert-manager.io',
    [
      'certificates',
      'certificates/status',
      'certificaterequests',
      'certificaterequests/status',
      'issuers',
      'issuers/status',
      'clusterissuers',
      'clusterissuers/status',
    ],
    all,
  ),
  rule('', ['secrets'], all),
  rule('', ['events'], ['create', 'patch']),
];

const reviewerRules: readonly Rule[] = [
  rule('authentication.k8s.io', ['tokenreviews'], ['create']),
  rule('authorization.k8s.io', ['subjectaccessreviews'], ['create']),
];

function account({ namespace, name }: Identity): Manifest[] {
  return [
    {
      type: resourceTypes.namespaces,
      object: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace },
      },
    },
    {
      type: resourceTypes.serviceAccounts,
      object: {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name, namespace },
      },
    },
  ];
}

function clusterRights(
  name: string,
  identity: Identity,
  rules: readonly Rule[],
): Manifest[] {
  return [
    {
      type: resourceTypes.clusterRoles,
      object: {
        apiVersion: `${RBAC}/v1`,
        kind: 'ClusterRole',
        metadata: { name },
        rules,
      },
    },
    {
      type: resourceTypes.clusterRoleBindings,
      object: {
        apiVersion: `${RBAC}/v1`,
        kind: 'ClusterRoleBinding',
        metadata: { name },
        roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
        subjects: [{ kind: 'ServiceAccount', ...identity }],
      },
    },
  ];
}

/** The service accounts of the platform and their rights. */
export const identityManifests: readonly Manifest[] = [
  ...account(identities.certManager),
  ...clusterRights(
    'cert-manager-controller',
    identities.certManager,
    certManagerRules,
  ),
  ...account(identities.vault),
  ...clusterRights('vault-token-reviewer', identities.vault, reviewerRules),
  ...account(identities.backstage),
  ...clusterRights('backstage-reader', identities.backstage, readerRules),
];

const reader = policy('backstage-reader', {
  'sys/mounts': ['read'],
  'sys/mounts/+/tune': ['read'],
  'sys/auth': ['read'],
  'sys/policies/acl/*': ['read'],
  'sys/leases': ['read', 'sudo'],
  'sys/leases/count': ['read'],
  'sys/leases/lookup': ['update'],
  'sys/leases/lookup/database/creds/*': ['list', 'sudo'],
  'database/config': ['list'],
  'database/config/+': ['read'],
  'database/roles': ['list'],
  'database/roles/*': ['read'],
  'database/static-roles': ['list'],
  'database/static-roles/*': ['read'],
  'database/creds/*': ['deny'],
  'database/static-creds/*': ['deny'],
  'auth/kubernetes/role': ['list'],
  'auth/kubernetes/role/*': ['read'],
  'pki_int/roles': ['list'],
  'pki_int/roles/*': ['read'],
  'pki_int/certs': ['list'],
  'pki_int/cert/*': ['read'],
  'pki_int/issuers': ['list'],
  'pki_int/issuer/+': ['read'],
});

const operator = policy('backstage-operator', {
  'sys/leases/renew': ['update'],
  'sys/leases/revoke': ['update'],
});

function backstageLogin(name: string): VaultWrite {
  return authRole({
    name,
    serviceAccount: identities.backstage.name,
    namespace: identities.backstage.namespace,
    policies: [name],
  });
}

/** The two Vault identities of Backstage: one that looks, one that renews and revokes. The `default` policy lets both look after their own token. */
export const backstageVault: readonly VaultWrite[] = [
  reader,
  operator,
  backstageLogin('backstage-reader'),
  backstageLogin('backstage-operator'),
];
