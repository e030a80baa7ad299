import { isDeepStrictEqual } from 'node:util';

import { z } from 'zod';

import { timestamp } from '../client/EventRecorder';
import {
  conditionSchema,
  withCondition,
  type Condition,
} from '../client/kubernetesTypes';
import { isReady, type Pod, type Replicated } from './podTypes';

type Status = Record<string, unknown>;

const record = z.record(z.string(), z.unknown());
const withConditions = z.looseObject({
  conditions: z.array(conditionSchema).optional(),
});

/** Whether a status already says everything a patch would. */
export function sameStatus(known: unknown, next: Status): boolean {
  const old = record.safeParse(known ?? {}).data ?? {};
  return Object.entries(next).every(([key, value]) =>
    isDeepStrictEqual(old[key] ?? null, value ?? null),
  );
}

const countsSchema = z.looseObject({ readyReplicas: z.number().default(0) });

/** The ready pods a workload's status reports. */
export function replicaCounts(status: unknown): { readyReplicas: number } {
  return countsSchema.parse(status ?? {});
}

function counts(pods: readonly Pod[]) {
  const readyReplicas = pods.filter(isReady).length;
  return {
    replicas: pods.length,
    readyReplicas,
    availableReplicas: readyReplicas,
  };
}

/** Status of a ReplicaSet. */
export function replicaStatus(set: Replicated, pods: readonly Pod[]): Status {
  return {
    ...counts(pods),
    fullyLabeledReplicas: pods.length,
    observedGeneration: set.metadata.generation,
  };
}

/** Status of a StatefulSet or DaemonSet; each has its own names for the same counts. */
export function setStatus(
  set: Replicated,
  pods: readonly Pod[],
  wanted: number,
): Status {
  const { replicas, readyReplicas } = counts(pods);
  const observedGeneration = set.metadata.generation;
  if (set.kind === 'DaemonSet')
    return {
      observedGeneration,
      desiredNumberScheduled: wanted,
      currentNumberScheduled: replicas,
      updatedNumberScheduled: replicas,
      numberReady: readyReplicas,
      numberAvailable: readyReplicas,
      numberMisscheduled: 0,
    };
  return {
    ...counts(pods),
    observedGeneration,
    updatedReplicas: replicas,
    currentReplicas: replicas,
  };
}

function progressing(name: string, ready: boolean): Condition {
  return {
    type: 'Progressing',
    status: 'True',
    reason: ready ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated',
    message: ready
      ? `Deployment "${name}" has successfully progressed.`
      : `Deployment "${name}" is progressing.`,
  };
}

function available(ready: boolean): Condition {
  return {
    type: 'Available',
    status: ready ? 'True' : 'False',
    reason: ready ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: ready
      ? 'Deployment has minimum availability.'
      : 'Deployment does not have minimum availability.',
  };
}

/** Status of a Deployment; `failure` is why its ReplicaSet could not create a pod. */
export function deploymentStatus(
  deployment: Replicated,
  { pods, failure }: { pods: readonly Pod[]; failure?: string },
): Status {
  const wanted = deployment.spec.replicas ?? 1;
  const known = withConditions.safeParse(deployment.status ?? {}).data;
  const numbers = counts(pods);
  const ready = numbers.readyReplicas >= wanted;
  const kept = known?.conditions?.filter(c => c.type !== 'ReplicaFailure');
  let conditions = withCondition(kept, available(ready));
  conditions = withCondition(
    conditions,
    progressing(deployment.metadata.name, ready),
  );
  if (failure !== undefined)
    conditions = withCondition(conditions, {
      type: 'ReplicaFailure',
      status: 'True',
      reason: 'FailedCreate',
      message: failure.replace(/^Error creating: /, ''),
      lastTransitionTime: known?.conditions?.find(
        c => c.type === 'ReplicaFailure',
      )?.lastTransitionTime,
    });
  return {
    ...numbers,
    updatedReplicas: pods.length,
    unavailableReplicas: Math.max(0, wanted - numbers.readyReplicas),
    observedGeneration: deployment.metadata.generation,
    conditions,
  };
}

/** Status of a Job. */
export function jobStatus(
  wanted: number,
  pods: readonly Pod[],
  startTime: string,
): Status {
  const succeeded = pods.filter(p => p.status?.phase === 'Succeeded').length;
  const active = pods.length - succeeded;
  const base = {
    startTime,
    active,
    succeeded,
    ready: pods.filter(isReady).length,
  };
  if (succeeded < wanted) return base;
  const now = timestamp(new Date());
  const done = (type: string): Condition => ({
    type,
    status: 'True',
    reason: 'CompletionsReached',
    message: 'Reached expected number of succeeded pods',
    lastProbeTime: now,
    lastTransitionTime: now,
  });
  return {
    ...base,
    completionTime: now,
    conditions: [done('SuccessCriteriaMet'), done('Complete')],
  };
}
