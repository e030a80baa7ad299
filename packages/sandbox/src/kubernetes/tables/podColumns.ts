import { numberOf, objectOf, objectsOf, textOf, valueAt } from '../api/json';
import type { JsonObject } from '../api/json';
import type { KubeObject } from '../api/KubeObject';
import { ageColumn, nameColumn, textColumn } from './cells';
import type { Column } from './Column';

function statuses(object: KubeObject, member: string): JsonObject[] {
  return objectsOf(valueAt(object, `status.${member}`));
}

function reasonOf(status: JsonObject): string {
  const { waiting, terminated } = objectOf(status.state);
  const ended = objectOf(terminated);
  if (textOf(ended.reason)) return textOf(ended.reason);
  if (terminated !== undefined) return `ExitCode:${numberOf(ended.exitCode)}`;
  return textOf(objectOf(waiting).reason);
}

function initReason(object: KubeObject): string | undefined {
  const total = objectsOf(valueAt(object, 'spec.initContainers')).length;
  const inits = statuses(object, 'initContainerStatuses');
  for (const [at, status] of inits.entries()) {
    const { terminated } = objectOf(status.state);
    const isDone =
      terminated !== undefined && numberOf(objectOf(terminated).exitCode) === 0;
    if (isDone) continue;
    const reason = reasonOf(status);
    if (reason && reason !== 'PodInitializing') return `Init:${reason}`;
    return `Init:${at}/${total}`;
  }
  return undefined;
}

function podStatus(object: KubeObject): string {
  if (object.metadata.deletionTimestamp) return 'Terminating';
  const init = initReason(object);
  if (init) return init;
  const reasons = statuses(object, 'containerStatuses')
    .map(reasonOf)
    .filter(reason => reason !== '');
  const reason = textOf(valueAt(object, 'status.reason'));
  return reasons[0] || reason || textOf(valueAt(object, 'status.phase'));
}

function restarts(object: KubeObject): string {
  const all = [
    ...statuses(object, 'initContainerStatuses'),
    ...statuses(object, 'containerStatuses'),
  ];
  return String(
    all.reduce((sum, status) => sum + numberOf(status.restartCount), 0),
  );
}

function ready(object: KubeObject): string {
  const total = objectsOf(valueAt(object, 'spec.containers')).length;
  const count = statuses(object, 'containerStatuses').filter(
    status => status.ready === true,
  ).length;
  return `${count}/${total}`;
}

/** What `kubectl get pods` prints. */
export const podColumns: readonly Column[] = [
  nameColumn,
  textColumn('Ready', ready),
  textColumn('Status', podStatus),
  textColumn('Restarts', restarts),
  ageColumn,
  textColumn('IP', object => valueAt(object, 'status.podIP'), 1),
  textColumn('Node', object => valueAt(object, 'spec.nodeName'), 1),
  textColumn(
    'Nominated Node',
    object => valueAt(object, 'status.nominatedNodeName'),
    1,
  ),
  textColumn('Readiness Gates', () => '', 1),
];
