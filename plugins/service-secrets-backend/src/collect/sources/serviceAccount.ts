import type { KubernetesApi } from 'backstage-plugin-service-secrets-node';

import { isRead, SourceResult } from '../SourceResult';
import { DeliveriesAnswer } from './deliveries';
import { WorkloadsAnswer } from './workloads';

/** Whether each service account that logs in for the service exists, by name. */
export type ServiceAccountAnswer = Readonly<Record<string, boolean>>;

function loginsOf(deliveries: SourceResult<DeliveriesAnswer>): string[] {
  if (deliveries.state === 'failed') return [];
  const { vso, eso, csi } = deliveries.data;
  return [vso, eso, csi]
    .filter(isRead)
    .flat()
    .flatMap(({ login }) => login?.serviceAccount ?? []);
}

/** Do the service accounts of the workloads exist, and those operators log in with for them? */
export async function askServiceAccount(
  api: KubernetesApi,
  namespace: string,
  {
    workloads,
    deliveries,
  }: WorkloadsAnswer & { deliveries: SourceResult<DeliveriesAnswer> },
): Promise<{ data: ServiceAccountAnswer }> {
  const names = [
    ...new Set([
      ...workloads.map(workload => workload.serviceAccount),
      ...loginsOf(deliveries),
    ]),
  ];
  const entries = await Promise.all(
    names.map(async name => [
      name,
      await api.serviceAccountExists({ namespace, name }),
    ]),
  );
  return { data: Object.fromEntries(entries) };
}
