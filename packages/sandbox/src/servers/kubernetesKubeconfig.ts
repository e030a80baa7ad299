import {
  KubernetesClient,
  KubernetesError,
} from '../controllers/client/KubernetesClient';
import {
  resourceTypes,
  type KubernetesObject,
  type ResourceType,
} from '../controllers/client/kubernetesTypes';
import { renderKubeconfig } from '../kubernetes/cluster/kubeconfig';
import { installDefinitions } from './installDefinitions';
import type { KubernetesHandle } from './KubernetesHandle';
import { readKubeconfig } from './readKubeconfig';

const NODES: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'nodes',
  kind: 'Node',
  namespaced: false,
};
const NAMESPACE = 'kube-system';
const ADMIN = 'service-secrets-sandbox';
const RBAC = 'rbac.authorization.k8s.io';
const ADMIN_SECONDS = 30 * 24 * 3600;

/** An account of the sandbox's own: its parts know bearer tokens only. */
const adminObjects: readonly [ResourceType, KubernetesObject][] = [
  [
    resourceTypes.serviceAccounts,
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: ADMIN, namespace: NAMESPACE },
    },
  ],
  [
    resourceTypes.clusterRoleBindings,
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: ADMIN },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', name: ADMIN, namespace: NAMESPACE }],
    },
  ],
];

async function becomeAdmin(client: KubernetesClient): Promise<string> {
  for (const [type, object] of adminObjects)
    await client.create(type, object).catch(error => {
      const exists =
        error instanceof KubernetesError && error.reason === 'AlreadyExists';
      if (!exists) throw error;
    });
  const ref = { namespace: NAMESPACE, name: ADMIN };
  const spec = { expirationSeconds: ADMIN_SECONDS };
  return (await client.serviceAccountToken(ref, spec)).token;
}

async function removeAdmin(client: KubernetesClient): Promise<void> {
  for (const [type, { metadata }] of [...adminObjects].reverse())
    await client.delete(type, metadata);
}

/** The sandbox plays kubelet and workload controllers; two of each would fight over every pod. */
async function refuseNodes(client: KubernetesClient, file: string) {
  const { items } = await client.list(NODES);
  if (items.length > 0)
    throw new Error(
      `The cluster of SANDBOX_KUBECONFIG=${file} has ${items.length} node(s), so it runs pods itself. The sandbox's own kubelet needs an API server without nodes, such as one started by envtest.`,
    );
}

/** Uses the API server of a kubeconfig's current context, as its administrator, with our definitions installed. */
export async function connectKubeconfig(
  file: string,
): Promise<KubernetesHandle> {
  const { url, caPem, token, cert, key } = await readKubeconfig(file);
  const client = new KubernetesClient({
    url,
    ca: caPem,
    cert,
    key,
    token: () => token ?? '',
  });
  const stop = async () => {
    if (token === undefined) await removeAdmin(client);
    client.close();
  };
  try {
    await refuseNodes(client, file);
    await installDefinitions(client);
    const adminToken = token ?? (await becomeAdmin(client));
    const access = { url, caPem, token: adminToken };
    const kubeconfig = () => renderKubeconfig(access);
    return { url, caPem, adminToken, kubeconfig, stop };
  } catch (error) {
    client.close();
    throw error;
  }
}
