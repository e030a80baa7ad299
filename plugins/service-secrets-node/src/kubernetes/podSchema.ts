import { z } from 'zod';

import type { Pod, Workload } from './KubernetesApi';
import { annotations, listOf, optionalTime } from './schema';

const container = z.object({ name: z.string() });

const containerStatus = z.object({
  name: z.string(),
  restartCount: z
    .number()
    .nullish()
    .transform(value => value ?? 0),
  state: z
    .object({
      waiting: z.object({ reason: z.string().nullish() }).nullish(),
      terminated: z
        .object({ reason: z.string().nullish(), exitCode: z.number() })
        .nullish(),
    })
    .nullish(),
});

type ContainerStatus = z.infer<typeof containerStatus>;

/** A pod as it is listed, cut to what is needed to find its workload and to judge its agent. */
export const podItem = z.object({
  metadata: z.object({
    name: z.string(),
    annotations,
    labels: annotations,
    deletionTimestamp: z.string().nullish(),
    ownerReferences: listOf(
      z.object({
        kind: z.string(),
        name: z.string(),
        uid: z.string(),
        controller: z.boolean().nullish(),
      }),
    ),
  }),
  spec: z.object({
    containers: listOf(container),
    initContainers: listOf(container),
  }),
  status: z.object({
    phase: z
      .string()
      .nullish()
      .transform(phase => phase ?? 'Unknown'),
    startTime: optionalTime,
    conditions: listOf(z.object({ type: z.string(), status: z.string() })),
    containerStatuses: listOf(containerStatus),
    initContainerStatuses: listOf(containerStatus),
  }),
});

/** A pod as it is listed. */
export type ListedPod = z.infer<typeof podItem>;

/** The containers the injector adds. */
const agents: ReadonlySet<string> = new Set([
  'vault-agent',
  'vault-agent-init',
]);

/** Not a problem: it waits for another container. */
const WAITING_ITS_TURN = 'PodInitializing';

function problemOf({ name, restartCount, state }: ContainerStatus) {
  const { waiting, terminated } = state ?? {};
  const failed = terminated && terminated.exitCode !== 0;
  const stuck = waiting && waiting.reason !== WAITING_ITS_TURN;
  if (!failed && !stuck) return undefined;
  const reason = (failed ? terminated.reason : waiting?.reason) ?? 'Unknown';
  return {
    container: name,
    reason: /^\w{1,60}$/.test(reason) ? reason : 'Unknown',
    restarts: restartCount,
  };
}

/**
 * Whether a pod is a workload's, by its controller. A ReplicaSet is named
 * after its Deployment and the hash its pods carry, a CronJob's Job after it
 * and a number: so no right to list those is needed.
 */
function isOf(pod: ListedPod, { kind, name, uid }: Workload): boolean {
  const owner = pod.metadata.ownerReferences.find(
    ({ controller }) => controller,
  );
  if (!owner) return false;
  if (owner.uid === uid) return true;
  if (kind === 'deployment') {
    const hash = pod.metadata.labels['pod-template-hash'];
    return owner.kind === 'ReplicaSet' && owner.name === `${name}-${hash}`;
  }
  if (kind !== 'cronjob' || owner.kind !== 'Job') return false;
  return (
    owner.name.startsWith(`${name}-`) &&
    /^\d+$/.test(owner.name.slice(name.length + 1))
  );
}

/** The pod as we speak of it; undefined when it is of none of the workloads. */
export function toPod(
  listed: ListedPod,
  workloads: readonly Workload[],
): Pod | undefined {
  const workload = workloads.find(candidate => isOf(listed, candidate));
  if (!workload) return undefined;
  const { metadata, spec, status } = listed;
  const names = [...spec.initContainers, ...spec.containers];
  const statuses = [
    ...status.initContainerStatuses,
    ...status.containerStatuses,
  ];
  return {
    name: metadata.name,
    workload: workload.name,
    phase: status.phase,
    ready: status.conditions.some(
      ({ type, status: value }) => type === 'Ready' && value === 'True',
    ),
    startedAt: status.startTime,
    deleting: Boolean(metadata.deletionTimestamp),
    injected: names.some(({ name }) => agents.has(name)),
    agentProblems: statuses
      .filter(({ name }) => agents.has(name))
      .flatMap(agent => problemOf(agent) ?? []),
  };
}
