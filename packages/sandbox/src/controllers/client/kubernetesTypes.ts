import { z } from 'zod';

/** Where a kind lives in the API. */
export interface ResourceType {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

function type(
  groupVersion: string,
  kind: string,
  plural: string,
): ResourceType {
  const slash = groupVersion.indexOf('/');
  return {
    group: slash < 0 ? '' : groupVersion.slice(0, slash),
    version: groupVersion.slice(slash + 1),
    plural,
    kind,
    namespaced: true,
  };
}

function clusterType(
  groupVersion: string,
  kind: string,
  plural: string,
): ResourceType {
  return { ...type(groupVersion, kind, plural), namespaced: false };
}

const RBAC = 'rbac.authorization.k8s.io/v1';
const VSO = 'secrets.hashicorp.com/v1beta1';

/** Every kind the controllers and the seed touch. */
export const resourceTypes = {
  namespaces: clusterType('v1', 'Namespace', 'namespaces'),
  serviceAccounts: type('v1', 'ServiceAccount', 'serviceaccounts'),
  pods: type('v1', 'Pod', 'pods'),
  secrets: type('v1', 'Secret', 'secrets'),
  services: type('v1', 'Service', 'services'),
  events: type('v1', 'Event', 'events'),
  deployments: type('apps/v1', 'Deployment', 'deployments'),
  replicaSets: type('apps/v1', 'ReplicaSet', 'replicasets'),
  statefulSets: type('apps/v1', 'StatefulSet', 'statefulsets'),
  daemonSets: type('apps/v1', 'DaemonSet', 'daemonsets'),
  jobs: type('batch/v1', 'Job', 'jobs'),
  cronJobs: type('batch/v1', 'CronJob', 'cronjobs'),
  roles: type(RBAC, 'Role', 'roles'),
  roleBindings: type(RBAC, 'RoleBinding', 'rolebindings'),
  clusterRoles: clusterType(RBAC, 'ClusterRole', 'clusterroles'),
  clusterRoleBindings: clusterType(
    RBAC,
    'ClusterRoleBinding',
    'clusterrolebindings',
  ),
  customResourceDefinitions: clusterType(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    'customresourcedefinitions',
  ),
  issuers: type('cert-manager.io/v1', 'Issuer', 'issuers'),
  clusterIssuers: clusterType(
    'cert-manager.io/v1',
    'ClusterIssuer',
    'clusterissuers',
  ),
  certificates: type('cert-manager.io/v1', 'Certificate', 'certificates'),
  certificateRequests: type(
    'cert-manager.io/v1',
    'CertificateRequest',
    'certificaterequests',
  ),
  vaultConnections: type(VSO, 'VaultConnection', 'vaultconnections'),
  vaultAuths: type(VSO, 'VaultAuth', 'vaultauths'),
  vaultDynamicSecrets: type(VSO, 'VaultDynamicSecret', 'vaultdynamicsecrets'),
  externalSecrets: type(
    'external-secrets.io/v1',
    'ExternalSecret',
    'externalsecrets',
  ),
  /** Named as the other operator's kind, in a group of its own. */
  vaultGenerators: type(
    'generators.external-secrets.io/v1alpha1',
    'VaultDynamicSecret',
    'vaultdynamicsecrets',
  ),
} as const satisfies Record<string, ResourceType>;

const ownerReference = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  uid: z.string(),
  controller: z.boolean().optional(),
});

const metadata = z.looseObject({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string().optional(),
  resourceVersion: z.string().optional(),
  generation: z.number().optional(),
  creationTimestamp: z.string().nullish(),
  deletionTimestamp: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
  ownerReferences: z.array(ownerReference).optional(),
});

/** Any object the API answers: its metadata is known, the rest is kept as it came. */
export const objectSchema = z.looseObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  metadata,
  spec: z.unknown().optional(),
  status: z.unknown().optional(),
});

/** An object of any kind. */
export type KubernetesObject = z.infer<typeof objectSchema>;

/** A condition, as every kind spells it. */
export const conditionSchema = z.looseObject({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
  lastTransitionTime: z.string().optional(),
});

/** A condition of a status. */
export type Condition = z.infer<typeof conditionSchema>;

/** `namespace/name`, or the name of a cluster-wide object. */
export function keyOf(object: KubernetesObject): string {
  const { namespace, name } = object.metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The owner that controls an object, when it has one. */
export function controllerOf(object: KubernetesObject) {
  return object.metadata.ownerReferences?.find(owner => owner.controller);
}

/** The reference a controller writes into what it creates. */
export function ownerReferenceTo(type_: ResourceType, owner: KubernetesObject) {
  return {
    apiVersion: apiVersionOf(type_),
    kind: type_.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf({ group, version }: ResourceType): string {
  return group === '' ? version : `${group}/${version}`;
}

/** Changes a condition's transition time only when its status changes, as Kubernetes controllers do. */
export function withCondition(
  conditions: readonly Condition[] | undefined,
  next: Condition,
): Condition[] {
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const old = conditions?.find(({ type: name }) => name === next.type);
  const lastTransitionTime =
    old?.status === next.status ? old.lastTransitionTime ?? now : now;
  const others = (conditions ?? []).filter(c => c.type !== next.type);
  return [...others, { ...next, lastTransitionTime }];
}
