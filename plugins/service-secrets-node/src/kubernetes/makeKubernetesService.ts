import { readFile } from 'node:fs/promises';

import type { ClusterConfig } from '../config';
import { Transport } from '../upstream/Transport';
import { ClientNodeKubernetesApi } from './ClientNodeKubernetesApi';
import { ClientNodeKubernetesOperator } from './ClientNodeKubernetesOperator';
import { ClientNodeKubernetesProvisioner } from './ClientNodeKubernetesProvisioner';
import type { KubernetesService } from './KubernetesService';

/** A Kubernetes service and how to end it. */
export interface OpenKubernetesService extends KubernetesService {
  /** Closes the connections. */
  close(): Promise<void>;
}

/** client-go's own defaults are 5 a second; an API server serves us along with its controllers. */
const defaultLimits = { concurrency: 8, requestsPerSecond: 50 };
const TIMEOUT_MS = 10_000;

async function openCluster(config: ClusterConfig) {
  const { name, url, caFile, caData, operator, provisioner } = config;
  const ca = caFile
    ? await readFile(caFile, 'utf8')
    : caData && Buffer.from(caData, 'base64').toString('utf8');
  const transport = new Transport({
    origin: url,
    ca,
    timeoutMs: TIMEOUT_MS,
    ...defaultLimits,
    ...config.limits,
  });
  const api = new ClientNodeKubernetesApi(config, transport);
  return {
    name,
    api,
    operator:
      operator &&
      new ClientNodeKubernetesOperator({ name, url, ...operator }, transport),
    provisioner:
      provisioner &&
      new ClientNodeKubernetesProvisioner(
        { name, url, ...provisioner },
        transport,
      ),
    transport,
  };
}

/** Opens every configured cluster; asks nothing of any of them yet. */
export async function makeKubernetesService(
  configs: readonly ClusterConfig[],
): Promise<OpenKubernetesService> {
  const clusters = await Promise.all(configs.map(openCluster));
  const byName = new Map(clusters.map(each => [each.name, each]));
  return {
    names: () => [...byName.keys()],
    cluster: name => byName.get(name),
    async close() {
      await Promise.all(clusters.map(({ transport }) => transport.close()));
    },
  };
}
