import type { JsonObject } from '../api/json';
import { columnsOf } from '../tables/builtInColumns';
import { podColumns } from '../tables/podColumns';
import { bindingRules, roleRules, webhookRules } from './accessRules';
import {
  configMapRules,
  eventRules,
  namespaceRules,
  secretRules,
  serviceRules,
} from './coreRules';
import { podRules } from './podRules';
import type { ResourceRules, ResourceType, Subresource } from './ResourceType';
import {
  cronJobRules,
  daemonSetRules,
  deploymentRules,
  jobRules,
  replicaSetRules,
  statefulSetRules,
} from './workloadRules';

const allVerbs = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

interface Row {
  kind: string;
  plural?: string;
  shortNames?: string[];
  categories?: string[];
  cluster?: boolean;
  verbs?: string[];
  status?: boolean;
  scale?: boolean;
  generation?: ResourceType['generation'];
  names?: ResourceType['names'];
  selectable?: string[];
  subresources?: Subresource[];
  zero?: JsonObject;
  members: string[];
  rules?: ResourceRules;
}

const emptyTemplate = { metadata: {}, spec: { containers: null } };

function subresourcesOf(row: Row): Subresource[] {
  const readWrite = ['get', 'patch', 'update'];
  const found: Subresource[] = [...(row.subresources ?? [])];
  if (row.scale)
    found.push({
      name: 'scale',
      kind: 'Scale',
      group: 'autoscaling',
      version: 'v1',
      verbs: readWrite,
    });
  if (row.status)
    found.push({ name: 'status', kind: row.kind, verbs: readWrite });
  return found;
}

function typeOf(group: string, row: Row): ResourceType {
  const { kind } = row;
  const singular = kind.toLowerCase();
  return {
    group,
    version: 'v1',
    kind,
    singular,
    plural: row.plural ?? `${singular}s`,
    listKind: `${kind}List`,
    namespaced: !row.cluster,
    shortNames: row.shortNames ?? [],
    categories: row.categories ?? [],
    verbs: row.verbs ?? allVerbs,
    subresources: subresourcesOf(row),
    zero: { metadata: {}, ...row.zero },
    generation: row.generation ?? 'never',
    names: row.names ?? 'subdomain',
    selectable: row.selectable ?? [],
    columns: kind === 'Pod' ? podColumns : columnsOf(kind),
    rules: row.rules ?? {},
    members: ['apiVersion', 'kind', 'metadata', ...row.members],
  };
}

const all = ['all'];
const specAndStatus = ['spec', 'status'];

const core: Row[] = [
  {
    kind: 'ConfigMap',
    shortNames: ['cm'],
    members: ['data', 'binaryData', 'immutable'],
    rules: configMapRules,
  },
  {
    kind: 'Endpoints',
    plural: 'endpoints',
    shortNames: ['ep'],
    members: ['subsets'],
  },
  {
    kind: 'Event',
    shortNames: ['ev'],
    selectable: [
      'involvedObject.kind',
      'involvedObject.namespace',
      'involvedObject.name',
      'involvedObject.uid',
      'involvedObject.apiVersion',
      'involvedObject.resourceVersion',
      'involvedObject.fieldPath',
      'reason',
      'reportingComponent',
      'source',
      'type',
    ],
    zero: {
      involvedObject: {},
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: null,
      reportingComponent: '',
      reportingInstance: '',
    },
    members: [
      'involvedObject',
      'reason',
      'message',
      'source',
      'firstTimestamp',
      'lastTimestamp',
      'count',
      'type',
      'eventTime',
      'series',
      'action',
      'related',
      'reportingComponent',
      'reportingInstance',
    ],
    rules: eventRules,
  },
  {
    kind: 'Namespace',
    shortNames: ['ns'],
    cluster: true,
    verbs: allVerbs.filter(verb => verb !== 'deletecollection'),
    subresources: [{ name: 'finalize', kind: 'Namespace', verbs: ['update'] }],
    status: true,
    names: 'label',
    selectable: ['status.phase'],
    zero: { spec: {}, status: {} },
    members: specAndStatus,
    rules: namespaceRules,
  },
  {
    kind: 'Node',
    shortNames: ['no'],
    cluster: true,
    verbs: ['get', 'list', 'watch'],
    selectable: ['spec.unschedulable'],
    zero: { spec: {}, status: {} },
    members: specAndStatus,
  },
  {
    kind: 'Pod',
    shortNames: ['po'],
    categories: all,
    subresources: [{ name: 'log', kind: 'Pod', verbs: ['get'] }],
    status: true,
    generation: 'spec',
    selectable: [
      'spec.nodeName',
      'spec.restartPolicy',
      'spec.schedulerName',
      'spec.serviceAccountName',
      'spec.hostNetwork',
      'status.phase',
      'status.podIP',
      'status.nominatedNodeName',
    ],
    zero: { spec: { containers: null }, status: {} },
    members: specAndStatus,
    rules: podRules,
  },
  {
    kind: 'Secret',
    selectable: ['type'],
    members: ['data', 'stringData', 'type', 'immutable'],
    rules: secretRules,
  },
  {
    kind: 'ServiceAccount',
    shortNames: ['sa'],
    subresources: [
      {
        name: 'token',
        kind: 'TokenRequest',
        group: 'authentication.k8s.io',
        version: 'v1',
        verbs: ['create'],
      },
    ],
    members: ['secrets', 'imagePullSecrets', 'automountServiceAccountToken'],
  },
  {
    kind: 'Service',
    shortNames: ['svc'],
    categories: all,
    status: true,
    names: 'label',
    selectable: ['spec.clusterIP', 'spec.type'],
    zero: { spec: {}, status: { loadBalancer: {} } },
    members: specAndStatus,
    rules: serviceRules,
  },
];

const workloads: Row[] = [
  {
    kind: 'DaemonSet',
    shortNames: ['ds'],
    categories: all,
    status: true,
    generation: 'spec',
    zero: {
      spec: { selector: null, template: emptyTemplate, updateStrategy: {} },
      status: {
        currentNumberScheduled: 0,
        numberMisscheduled: 0,
        desiredNumberScheduled: 0,
        numberReady: 0,
      },
    },
    members: specAndStatus,
    rules: daemonSetRules,
  },
  {
    kind: 'Deployment',
    shortNames: ['deploy'],
    categories: all,
    status: true,
    scale: true,
    generation: 'spec-or-annotations',
    zero: {
      spec: { selector: null, template: emptyTemplate, strategy: {} },
      status: {},
    },
    members: specAndStatus,
    rules: deploymentRules,
  },
  {
    kind: 'ReplicaSet',
    shortNames: ['rs'],
    categories: all,
    status: true,
    scale: true,
    generation: 'spec',
    selectable: ['status.replicas'],
    zero: {
      spec: { selector: null, template: emptyTemplate },
      status: { replicas: 0 },
    },
    members: specAndStatus,
    rules: replicaSetRules,
  },
  {
    kind: 'StatefulSet',
    shortNames: ['sts'],
    categories: all,
    status: true,
    scale: true,
    generation: 'spec',
    zero: {
      spec: { selector: null, template: emptyTemplate, updateStrategy: {} },
      status: { replicas: 0, availableReplicas: 0 },
    },
    members: specAndStatus,
    rules: statefulSetRules,
  },
];

const batch: Row[] = [
  {
    kind: 'CronJob',
    shortNames: ['cj'],
    categories: all,
    status: true,
    generation: 'spec',
    zero: {
      spec: {
        schedule: '',
        jobTemplate: { metadata: {}, spec: { template: emptyTemplate } },
      },
      status: {},
    },
    members: specAndStatus,
    rules: cronJobRules,
  },
  {
    kind: 'Job',
    categories: all,
    status: true,
    generation: 'spec',
    selectable: ['status.successful'],
    zero: { spec: { template: emptyTemplate }, status: {} },
    members: specAndStatus,
    rules: jobRules,
  },
];

const access: Row[] = [
  {
    kind: 'ClusterRoleBinding',
    cluster: true,
    names: 'path-segment',
    zero: { roleRef: {} },
    members: ['subjects', 'roleRef'],
    rules: bindingRules,
  },
  {
    kind: 'ClusterRole',
    cluster: true,
    names: 'path-segment',
    zero: { rules: null },
    members: ['rules', 'aggregationRule'],
    rules: roleRules,
  },
  {
    kind: 'RoleBinding',
    names: 'path-segment',
    zero: { roleRef: {} },
    members: ['subjects', 'roleRef'],
    rules: bindingRules,
  },
  {
    kind: 'Role',
    names: 'path-segment',
    zero: { rules: null },
    members: ['rules'],
    rules: roleRules,
  },
];

const admission: Row[] = [
  {
    kind: 'MutatingWebhookConfiguration',
    cluster: true,
    categories: ['api-extensions'],
    generation: 'spec',
    members: ['webhooks'],
    rules: webhookRules,
  },
];

/** Every resource that is there without a CustomResourceDefinition, in discovery order. */
export const builtInTypes: readonly ResourceType[] = [
  ...core.map(row => typeOf('', row)),
  ...workloads.map(row => typeOf('apps', row)),
  ...batch.map(row => typeOf('batch', row)),
  ...access.map(row => typeOf('rbac.authorization.k8s.io', row)),
  ...admission.map(row => typeOf('admissionregistration.k8s.io', row)),
];

/** A resource of the API machinery itself, described like the others. */
export function describeBuiltIn(group: string, row: Row): ResourceType {
  return typeOf(group, row);
}
