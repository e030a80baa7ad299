import type { WorkloadKind } from 'backstage-plugin-service-secrets-common';

import { ServiceView, WorkloadView } from './ServiceView';
import { Station } from './Station';

const labels: Readonly<Record<WorkloadKind, string>> = {
  deployment: 'Deployment',
  statefulset: 'StatefulSet',
  daemonset: 'DaemonSet',
  job: 'Job',
  cronjob: 'CronJob',
};

/** `1 pod`, `2 pods`; `0 of 2 pods` while fewer live than should. */
function describePods({ pods, workload }: WorkloadView): string {
  const live = pods.length;
  if (live < workload.desiredPods)
    return `${live} of ${workload.desiredPods} pods`;
  return `${live} ${live === 1 ? 'pod' : 'pods'}`;
}

/** The station a chain starts at; without a workload, the one that is claimed. */
export function workloadStation(
  view: ServiceView,
  user: WorkloadView | undefined,
  moreFacts: readonly string[] = [],
): Station {
  if (!user) {
    const [{ kind, name }] = view.binding.workloads;
    return {
      kind: 'workload',
      name: kind ? `${kind}/${name}` : name,
      shown: name,
      label: kind && labels[kind],
      facts: [],
      source: 'workloads',
      known: view.workloads !== 'unreadable',
    };
  }
  const { workload, injector } = user;
  return {
    kind: 'workload',
    name: user.name,
    shown: workload.name,
    label: labels[workload.kind],
    facts: [
      describePods(user),
      ...(injector ? ['agent injector'] : []),
      ...moreFacts,
    ],
    source: 'workloads',
    known: true,
  };
}
