import { setTimeout as sleep } from 'node:timers/promises';

import {
  certificateSchema,
  conditionOf,
} from '../controllers/certManager/certificateTypes';
import type { KubernetesClient } from '../controllers/client/KubernetesClient';
import {
  keyOf,
  resourceTypes,
  type KubernetesObject,
} from '../controllers/client/kubernetesTypes';
import { jobSchema, replicatedSchema } from '../controllers/injector/podTypes';
import { replicaCounts } from '../controllers/injector/workloadStatus';
import type { SeedContext } from './SeedContext';
import type { ServiceSeed } from './ServiceSeed';

/** Seconds on an idle machine; a build server may be busy with all else. */
const READY_WITHIN_MS = 120_000;

/** Whether a Deployment has its pods, a Job is done, a Certificate is issued. Other kinds are ready once they exist. */
function isReady(kind: string, object: KubernetesObject): boolean {
  if (kind === 'Deployment') {
    const { data } = replicatedSchema.safeParse(object);
    const wanted = data?.spec.replicas ?? 1;
    return replicaCounts(object.status).readyReplicas >= wanted;
  }
  if (kind === 'Job') {
    const { data } = jobSchema.safeParse(object);
    return data?.status?.completionTime !== undefined;
  }
  const { data } = certificateSchema.safeParse(object);
  return data !== undefined && conditionOf(data, 'Ready')?.status === 'True';
}

const awaited = [
  resourceTypes.deployments,
  resourceTypes.jobs,
  resourceTypes.certificates,
];

async function unready(
  client: KubernetesClient,
  services: readonly ServiceSeed[],
): Promise<string[]> {
  const manifests = services
    .flatMap(service => service.manifests)
    .filter(({ type }) => awaited.some(({ kind }) => kind === type.kind));
  const left: string[] = [];
  for (const { type, object } of manifests) {
    const { namespace, name } = object.metadata;
    const found = await client.get(type, { namespace, name });
    if (!found || !isReady(type.kind, found))
      left.push(`${type.kind} ${keyOf(object)}`);
  }
  return left;
}

/** Waits until the pods and certificates of services are ready; says which are not. */
export async function awaitHealthy(
  context: Pick<SeedContext, 'kubernetes' | 'signal'>,
  services: readonly ServiceSeed[],
): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    context.signal?.throwIfAborted();
    const left = await unready(context.kubernetes, services);
    if (left.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(
        `Not ready within ${READY_WITHIN_MS} ms: ${left.join(', ')}.`,
      );
    await sleep(100);
  }
}
