import {
  isName,
  NameKind,
  WorkloadKind,
} from 'backstage-plugin-service-secrets-common';

import { IllegalNameError } from '../upstream/IllegalNameError';
import type { IssuerName, NamespacedName } from './KubernetesApi';

/** A request we may send to an API server; all of them are GET. */
export interface KubernetesRequest {
  /** From the root, encoded, without a query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** What it does, in words and names: for messages. */
  readonly operation: string;
  /** Whether the object's metadata is all we need of it. */
  readonly metadataOnly?: boolean;
  /** The RBAC rule that permits it, ready to paste. */
  readonly rule?: string;
}

/** A kind of object and where the API has it. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly label: string;
}

const core = { group: '', version: 'v1' };
const apps = { group: 'apps', version: 'v1' };
const batch = { group: 'batch', version: 'v1' };
const certManager = { group: 'cert-manager.io', version: 'v1' };

/** The only resources there are for us. No Secret, no token, no review. */
const resources = {
  namespace: { ...core, plural: 'namespaces', label: 'namespace' },
  serviceAccount: {
    ...core,
    plural: 'serviceaccounts',
    label: 'service account',
  },
  pod: { ...core, plural: 'pods', label: 'pod' },
  event: { ...core, plural: 'events', label: 'warning event' },
  deployment: { ...apps, plural: 'deployments', label: 'deployment' },
  statefulset: { ...apps, plural: 'statefulsets', label: 'stateful set' },
  daemonset: { ...apps, plural: 'daemonsets', label: 'daemon set' },
  job: { ...batch, plural: 'jobs', label: 'job' },
  cronjob: { ...batch, plural: 'cronjobs', label: 'cron job' },
  certificate: { ...certManager, plural: 'certificates', label: 'certificate' },
  issuer: { ...certManager, plural: 'issuers', label: 'issuer' },
  clusterIssuer: {
    ...certManager,
    plural: 'clusterissuers',
    label: 'cluster issuer',
  },
} as const satisfies Record<string, Resource>;

/** The most objects one page of a list holds. */
export const PAGE_SIZE = 500;

/** A name as part of a path; throws `IllegalNameError` when it is not spelled as it must be. */
export function checked(
  operation: string,
  kind: NameKind,
  value: string,
): string {
  if (!isName(kind, value)) throw new IllegalNameError(operation);
  return encodeURIComponent(value);
}

/** The RBAC rule that permits something, ready to paste. */
export function rule(
  { group, plural }: { group: string; plural: string | readonly string[] },
  ...verbs: readonly string[]
): string {
  const quoted = (names: readonly string[]) =>
    names.map(name => `"${name}"`).join(', ');
  return `- apiGroups: ["${group}"]\n  resources: [${quoted(
    [plural].flat(),
  )}]\n  verbs: [${quoted(verbs)}]`;
}

/** Where the API has a resource's group and version. */
export function base({ group, version }: Resource): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

/** A request for one object; throws `IllegalNameError` for a name that is not spelled as it must be. */
export function get(
  resource: Resource,
  { namespace, name }: { namespace?: string; name: string },
): KubernetesRequest {
  const operation = `read ${resource.label}`;
  const parts = [base(resource)];
  if (namespace !== undefined) {
    parts.push('namespaces', checked(operation, 'label', namespace));
  }
  const nameKind = resource.plural === 'namespaces' ? 'label' : 'objectName';
  parts.push(resource.plural, checked(operation, nameKind, name));
  return {
    path: parts.join('/'),
    query: {},
    operation: `${operation} ${
      namespace === undefined ? name : `${namespace}/${name}`
    }`,
    rule: rule(resource, 'get'),
  };
}

/** A request for the objects of one kind in a namespace. */
export function list(
  resource: Resource,
  namespace: string,
  query: Readonly<Record<string, string>> = {},
): KubernetesRequest {
  const operation = `list ${resource.label}s`;
  const where = checked(operation, 'label', namespace);
  return {
    path: `${base(resource)}/namespaces/${where}/${resource.plural}`,
    query: { limit: String(PAGE_SIZE), ...query },
    operation: `${operation} of namespace ${namespace}`,
    rule: rule(resource, 'list'),
  };
}

/** A request for the objects of one kind in all namespaces. */
export function listAll(resource: Resource): KubernetesRequest {
  return {
    path: `${base(resource)}/${resource.plural}`,
    query: { limit: String(PAGE_SIZE) },
    operation: `list ${resource.label}s of all namespaces`,
    rule: rule(resource, 'list'),
  };
}

/** Every path we ask an API server for. */
export const kubernetesPaths = {
  version: (): KubernetesRequest => ({
    path: '/version',
    query: {},
    operation: 'read version',
  }),
  namespace: (name: string): KubernetesRequest => ({
    ...get(resources.namespace, { name }),
    metadataOnly: true,
  }),
  serviceAccount: (account: NamespacedName): KubernetesRequest => ({
    ...get(resources.serviceAccount, account),
    metadataOnly: true,
  }),
  workload: (kind: WorkloadKind, workload: NamespacedName): KubernetesRequest =>
    get(resources[kind], workload),
  pods: (namespace: string): KubernetesRequest =>
    list(resources.pod, namespace),
  warnings: (namespace: string): KubernetesRequest =>
    list(resources.event, namespace, { fieldSelector: 'type=Warning' }),
  certificates: (namespace: string): KubernetesRequest =>
    list(resources.certificate, namespace),
  issuer: ({ namespace, name }: IssuerName): KubernetesRequest =>
    namespace === undefined
      ? get(resources.clusterIssuer, { name })
      : get(resources.issuer, { namespace, name }),
} as const;
