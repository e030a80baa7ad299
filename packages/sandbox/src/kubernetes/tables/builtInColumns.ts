import { numberOf, objectOf, objectsOf, textOf, valueAt } from '../api/json';
import type { KubeObject } from '../api/KubeObject';
import {
  ageColumn,
  ageOf,
  countOf,
  createdAtColumn,
  nameColumn,
  numberColumn,
  textColumn,
  workloadColumns,
} from './cells';
import type { Column } from './Column';

function at(path: string): (object: KubeObject) => unknown {
  return object => valueAt(object, path);
}

function outOf(part: string, whole: string) {
  return (object: KubeObject) =>
    `${numberOf(valueAt(object, part))}/${numberOf(valueAt(object, whole))}`;
}

function ports(object: KubeObject): string {
  return objectsOf(valueAt(object, 'spec.ports'))
    .map(({ port, protocol }) => `${numberOf(port)}/${textOf(protocol)}`)
    .join(',');
}

const bindingRole = textColumn('Role', object => {
  const { kind, name } = objectOf(object.roleRef);
  return `${textOf(kind)}/${textOf(name)}`;
});

/** What `kubectl get` prints for the common kinds, by kind. Others show name and creation time. */
export const builtInColumns: Record<string, readonly Column[]> = {
  Namespace: [nameColumn, textColumn('Status', at('status.phase')), ageColumn],
  ConfigMap: [
    nameColumn,
    numberColumn('Data', object => countOf(object.data)),
    ageColumn,
  ],
  Secret: [
    nameColumn,
    textColumn('Type', object => object.type),
    numberColumn('Data', object => countOf(object.data)),
    ageColumn,
  ],
  ServiceAccount: [nameColumn, ageColumn],
  Service: [
    nameColumn,
    textColumn('Type', at('spec.type')),
    textColumn('Cluster-IP', at('spec.clusterIP')),
    textColumn('External-IP', () => ''),
    textColumn('Port(s)', ports),
    ageColumn,
  ],
  Event: [
    textColumn('Last Seen', (object, now) => ageOf(object.lastTimestamp, now)),
    textColumn('Type', object => object.type),
    textColumn('Reason', object => object.reason),
    textColumn('Object', object => {
      const { kind, name } = objectOf(object.involvedObject);
      return `${textOf(kind).toLowerCase()}/${textOf(name)}`;
    }),
    textColumn('Message', object => object.message),
  ],
  Deployment: [
    nameColumn,
    textColumn('Ready', outOf('status.readyReplicas', 'spec.replicas')),
    textlessNumber('Up-to-date', 'status.updatedReplicas'),
    textlessNumber('Available', 'status.availableReplicas'),
    ageColumn,
    ...workloadColumns(),
  ],
  StatefulSet: [
    nameColumn,
    textColumn('Ready', outOf('status.readyReplicas', 'spec.replicas')),
    ageColumn,
    ...workloadColumns().slice(0, 2),
  ],
  DaemonSet: [
    nameColumn,
    numberColumn('Desired', at('status.desiredNumberScheduled')),
    numberColumn('Current', at('status.currentNumberScheduled')),
    numberColumn('Ready', at('status.numberReady')),
    numberColumn('Up-to-date', at('status.updatedNumberScheduled')),
    numberColumn('Available', at('status.numberAvailable')),
    ageColumn,
    ...workloadColumns(),
  ],
  ReplicaSet: [
    nameColumn,
    numberColumn('Desired', at('spec.replicas')),
    numberColumn('Current', at('status.replicas')),
    numberColumn('Ready', at('status.readyReplicas')),
    ageColumn,
    ...workloadColumns(),
  ],
  Job: [
    nameColumn,
    textColumn('Completions', outOf('status.succeeded', 'spec.completions')),
    ageColumn,
    ...workloadColumns(),
  ],
  CronJob: [
    nameColumn,
    textColumn('Schedule', at('spec.schedule')),
    textColumn('Suspend', object =>
      valueAt(object, 'spec.suspend') === true ? 'True' : 'False',
    ),
    ageColumn,
  ],
  Role: [nameColumn, createdAtColumn],
  ClusterRole: [nameColumn, createdAtColumn],
  RoleBinding: [nameColumn, bindingRole, ageColumn],
  ClusterRoleBinding: [nameColumn, bindingRole, ageColumn],
  MutatingWebhookConfiguration: [
    nameColumn,
    numberColumn('Webhooks', object => countOf(object.webhooks)),
    ageColumn,
  ],
};

// The real server types these two counts as strings and still sends numbers.
function textlessNumber(name: string, path: string): Column {
  return { ...numberColumn(name, at(path)), type: 'string' };
}

/** The columns of a kind. */
export function columnsOf(kind: string): readonly Column[] {
  return builtInColumns[kind] ?? [nameColumn, createdAtColumn];
}
