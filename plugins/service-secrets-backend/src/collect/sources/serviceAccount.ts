import type { KubernetesApi } from 'backstage-plugin-service-secrets-node';

import { WorkloadsAnswer } from './workloads';

/** Whether each service account the workloads run as exists, by name. */
export type ServiceAccountAnswer = Readonly<Record<string, boolean>>;

/** Do the service accounts of the workloads exist? */
export async function askServiceAccount(
  api: KubernetesApi,
  namespace: string,
  { workloads }: WorkloadsAnswer,
): Promise<{ data: ServiceAccountAnswer }> {
  const names = [
    ...new Set(workloads.map(workload => workload.serviceAccount)),
  ];
  const entries = await Promise.all(
    names.map(async name => [
      name,
      await api.serviceAccountExists({ namespace, name }),
    ]),
  );
  return { data: Object.fromEntries(entries) };
}
