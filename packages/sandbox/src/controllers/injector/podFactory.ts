import { createHash, randomInt } from 'node:crypto';

import type { EventRecorder } from '../client/EventRecorder';
import {
  KubernetesError,
  type KubernetesClient,
} from '../client/KubernetesClient';
import {
  ownerReferenceTo,
  resourceTypes,
  type KubernetesObject,
  type ResourceType,
} from '../client/kubernetesTypes';
import { InjectionDenied } from './annotations';
import { injectAgents } from './injectAgents';
import {
  podSchema,
  type Container,
  type Pod,
  type PodTemplate,
} from './podTypes';

/** Letters Kubernetes draws its random name endings from: none that spell words. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

const NODE_NAME = 'sandbox-node';
const TOKEN_MOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** A random ending of a generated name. */
export function randomSuffix(length = 5): string {
  return Array.from(
    { length },
    () => ALPHABET[randomInt(ALPHABET.length)],
  ).join('');
}

/** A short digest of a pod template, as it ends a ReplicaSet's name. */
export function templateHash(template: PodTemplate): string {
  const digest = createHash('sha256').update(JSON.stringify(template)).digest();
  return [...digest.subarray(0, 9)]
    .map(byte => ALPHABET[byte % ALPHABET.length])
    .join('');
}

/** Who wants a pod, and which. */
export interface PodOrder {
  readonly ownerType: ResourceType;
  readonly owner: KubernetesObject;
  readonly template: PodTemplate;
  readonly name: string;
  readonly labels?: Record<string, string>;
}

/** What `createPod` works with. */
export interface PodFactory {
  readonly client: KubernetesClient;
  readonly events: EventRecorder;
  readonly vaultAddress: string;
}

function draft({ owner, ownerType, template, ...order }: PodOrder): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: order.name,
      namespace: owner.metadata.namespace,
      labels: { ...template.metadata?.labels, ...order.labels },
      annotations: { ...template.metadata?.annotations },
      ownerReferences: [ownerReferenceTo(ownerType, owner)],
    },
    spec: {
      ...template.spec,
      serviceAccountName: template.spec.serviceAccountName ?? 'default',
      nodeName: NODE_NAME,
    },
  };
}

/** The token volume the ServiceAccount admission adds unless automounting is off. */
function withDefaultToken(pod: Pod): Pod {
  if (pod.spec.automountServiceAccountToken === false) return pod;
  const name = `kube-api-access-${randomSuffix()}`;
  const mounted = (container: Container): Container => ({
    ...container,
    volumeMounts: [
      ...(container.volumeMounts ?? []),
      { name, mountPath: TOKEN_MOUNT, readOnly: true },
    ],
  });
  const volume = {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
      ],
    },
  };
  return {
    ...pod,
    spec: {
      ...pod.spec,
      containers: pod.spec.containers.map(mounted),
      volumes: [...(pod.spec.volumes ?? []), volume],
    },
  };
}

async function requireServiceAccount(
  client: KubernetesClient,
  pod: Pod,
): Promise<void> {
  const namespace = pod.metadata.namespace ?? 'default';
  const name = pod.spec.serviceAccountName ?? 'default';
  const found = await client.get(resourceTypes.serviceAccounts, {
    namespace,
    name,
  });
  // The API server makes `default` by itself, a moment after the namespace.
  if (found || name === 'default') return;
  throw new InjectionDenied(
    `pods "${pod.metadata.name}" is forbidden: error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`,
  );
}

function withWebhook(pod: Pod, vaultAddress: string): Pod {
  try {
    return injectAgents(pod, vaultAddress);
  } catch (error) {
    if (!(error instanceof InjectionDenied)) throw error;
    throw new InjectionDenied(
      `admission webhook "vault.hashicorp.com" denied the request: ${error.message}`,
    );
  }
}

/** Creates a pod; a refusal becomes the owner's `FailedCreate` event and its text the answer. */
export async function createPod(
  factory: PodFactory,
  order: PodOrder,
): Promise<Pod | string> {
  const { client, events, vaultAddress } = factory;
  try {
    const pod = draft(order);
    await requireServiceAccount(client, pod);
    const admitted = withWebhook(withDefaultToken(pod), vaultAddress);
    const created = await client.create(resourceTypes.pods, admitted);
    await events.record(order.ownerType, order.owner, {
      type: 'Normal',
      reason: 'SuccessfulCreate',
      message: `Created pod: ${order.name}`,
    });
    return podSchema.parse(created);
  } catch (error) {
    const denied =
      error instanceof InjectionDenied || error instanceof KubernetesError;
    if (!denied) throw error;
    const message = `Error creating: ${error.message}`;
    await events.record(order.ownerType, order.owner, {
      type: 'Warning',
      reason: 'FailedCreate',
      message,
    });
    return message;
  }
}
