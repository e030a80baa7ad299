import { resourceTypes } from '../controllers/client/kubernetesTypes';
import { offeredConnections } from './profileGroups';
import type { Manifest, VaultWrite } from './SeedContext';
import { authRole, policy } from './vaultObjects';

const RBAC = 'rbac.authorization.k8s.io';

/** A service account by its namespace and name. */
export interface Identity {
  readonly namespace: string;
  readonly name: string;
}

/** cert-manager, the token reviewer of Vault, the backend of Backstage, what it operates and what it provisions with. */
export const identities = {
  certManager: { namespace: 'cert-manager', name: 'cert-manager' },
  vault: { namespace: 'vault', name: 'vault' },
  backstage: { namespace: 'backstage', name: 'backstage' },
  operator: { namespace: 'backstage', name: 'backstage-operator' },
  provisioner: { namespace: 'backstage', name: 'backstage-provisioner' },
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

/** What the Backstage reader may see, as docs/install.md grants it and no more, so that every test shows it is enough: never a Secret, never a watch, nothing it could change. */
const readerRules: readonly Rule[] = [
  rule('', ['namespaces', 'pods', 'events', 'serviceaccounts'], read),
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
  rule(
    'secrets.hashicorp.com',
    [
      'vaultdynamicsecrets',
      'vaultstaticsecrets',
      'vaultpkisecrets',
      'vaultauths',
      'vaultconnections',
    ],
    read,
  ),
  rule(
    'external-secrets.io',
    ['externalsecrets', 'secretstores', 'clustersecretstores'],
    read,
  ),
  rule('generators.external-secrets.io', ['vaultdynamicsecrets'], read),
  rule('secrets-store.csi.x-k8s.io', ['secretproviderclasses'], read),
];

/** What has certificates issued anew, and nothing else. */
const operatorRules: readonly Rule[] = [
  rule('cert-manager.io', ['certificates'], ['get']),
  rule('cert-manager.io', ['certificates/status'], ['patch']),
];

const write = ['get', 'create', 'patch', 'delete'];

/**
 * What provisioning may do in a cluster: our manifests' kinds, nothing else.
 * It reads no Secret; pods it may list, to see who still uses a credential.
 * `serviceaccounts/token` is for a live proof, and without holding it a real
 * API server lets nobody hand it on to cert-manager in a Role.
 */
const provisionerRules: readonly Rule[] = [
  rule('', ['namespaces'], ['get', 'create', 'patch']),
  rule('', ['serviceaccounts'], write),
  rule('', ['serviceaccounts/token'], ['create']),
  rule('', ['pods'], ['list']),
  rule('apps', ['deployments'], write),
  rule(RBAC, ['roles', 'rolebindings'], write),
  rule('cert-manager.io', ['issuers', 'certificates'], write),
  rule(
    'secrets.hashicorp.com',
    ['vaultconnections', 'vaultauths', 'vaultdynamicsecrets'],
    write,
  ),
  rule('secrets.hashicorp.com', ['vaultstaticsecrets'], write),
  rule('external-secrets.io', ['secretstores', 'externalsecrets'], write),
  rule('generators.external-secrets.io', ['vaultdynamicsecrets'], write),
  rule('secrets-store.csi.x-k8s.io', ['secretproviderclasses'], write),
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
  ...account(identities.operator),
  ...clusterRights('backstage-operator', identities.operator, operatorRules),
  ...account(identities.provisioner),
  ...clusterRights(
    'backstage-provisioner',
    identities.provisioner,
    provisionerRules,
  ),
];

const reader = policy('backstage-reader', {
  'sys/mounts/+/tune': ['read'],
  'sys/mounts/auth/+/tune': ['read'],
  'sys/policies/acl/*': ['read'],
  'sys/leases': ['read', 'sudo'],
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
  'pki_int/roles/*': ['read'],
  'pki_int/issuer/+': ['read'],
});

const operator = policy('backstage-operator', {
  'sys/leases/renew': ['update'],
  'sys/leases/revoke': ['update'],
});

const manage = ['create', 'read', 'update', 'delete'];

/**
 * What provisioning may write: objects whose names only it makes, and the
 * list of roles two connections allow. Whoever may change a connection may
 * change its address too, so only the connections on offer are named.
 */
const provisioner = policy('backstage-provisioner', {
  'sys/policies/acl/svc-*': manage,
  'sys/policies/acl/issuer-*': manage,
  'auth/kubernetes/role/svc-*': manage,
  'auth/kubernetes/role/issuer-*': manage,
  ...Object.fromEntries(
    offeredConnections.map(name => [
      `database/config/${name}`,
      ['read', 'update'],
    ]),
  ),
  'database/roles/svc-*': manage,
  'database/static-roles/svc-*': manage,
  'pki_int/roles/svc-*': manage,
  'secret/metadata/services/*': manage,
  'sys/leases/lookup/database/creds/svc-*': ['list', 'sudo'],
  'sys/leases/revoke': ['update'],
});

function login(name: string, identity: Identity): VaultWrite {
  return authRole({
    name,
    serviceAccount: identity.name,
    namespace: identity.namespace,
    policies: [name],
  });
}

/**
 * The Vault identities of Backstage: one that looks, one that renews and
 * revokes, one that provisions. The `default` policy lets each look after its
 * own token.
 */
export const backstageVault: readonly VaultWrite[] = [
  reader,
  operator,
  provisioner,
  login('backstage-reader', identities.backstage),
  login('backstage-operator', identities.operator),
  login('backstage-provisioner', identities.provisioner),
];

/** The text of each identity's policy, by its name. */
export const identityPolicies: Readonly<Record<string, string>> =
  Object.fromEntries(
    [reader, operator, provisioner].map(({ path, body }) => [
      path.replace('sys/policies/acl/', ''),
      String(body.policy),
    ]),
  );
