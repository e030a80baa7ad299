import type {
  KubernetesApi,
  Pod,
  Workload,
} from 'backstage-plugin-service-secrets-node';

import { EnvironmentBinding } from '../../bind/EnvironmentBinding';

/** The service's workloads that exist, and their pods. */
export interface WorkloadsAnswer {
  readonly workloads: readonly Workload[];
  readonly pods: readonly Pod[];
}

/** Which of the service's workloads exist, and which pods do they run? */
export async function askWorkloads(
  api: KubernetesApi,
  { namespace, workloads: names }: EnvironmentBinding,
): Promise<{ data: WorkloadsAnswer }> {
  const workloads = await api.workloads(namespace, names);
  const pods = workloads.length > 0 ? await api.pods(namespace, workloads) : [];
  return { data: { workloads, pods } };
}
