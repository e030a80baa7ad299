import { timestamp } from '../client/EventRecorder';
import type { Informer } from '../client/Informer';
import {
  resourceTypes,
  type KubernetesObject,
} from '../client/kubernetesTypes';
import type { ClusterState } from './ClusterState';
import { createPod, type PodFactory, type PodOrder } from './podFactory';
import type { Pod } from './podTypes';
import { sameStatus } from './workloadStatus';

/** After a refused pod the owner is asked again, as the real controllers do with back-off. */
export const RETRY_REFUSED_MS = 5_000;

/** Creates and removes pods and writes statuses, remembering whose pods were refused. */
export class PodKeeper {
  private readonly refused = new Map<string, { at: number; message: string }>();

  constructor(
    private readonly state: ClusterState,
    private readonly factory: PodFactory,
  ) {}

  get hasRefused(): boolean {
    return this.refused.size > 0;
  }

  /** Why an owner's last pod was refused. */
  refusalOf(owner: KubernetesObject): string | undefined {
    return this.refused.get(owner.metadata.uid ?? '')?.message;
  }

  async collectGarbage(): Promise<void> {
    const { replicaSets } = this.state;
    for (const object of replicaSets.items())
      if (!this.state.ownerExists(object)) {
        await this.factory.client.delete(
          resourceTypes.replicaSets,
          ref(object),
        );
        replicaSets.forget(object);
      }
    for (const pod of this.state.pods())
      if (
        pod.metadata.deletionTimestamp === undefined &&
        !this.state.ownerExists(pod)
      )
        await this.removePod(pod);
  }

  async order(order: PodOrder): Promise<void> {
    const uid = order.owner.metadata.uid ?? '';
    const last = this.refused.get(uid);
    if (last && Date.now() - last.at < RETRY_REFUSED_MS) return;
    const result = await createPod(this.factory, order);
    if (typeof result === 'string')
      this.refused.set(uid, { at: Date.now(), message: result });
    else {
      this.refused.delete(uid);
      this.state.podObjects.record(result);
    }
  }

  /** Asks for the deletion; the kubelet ends the agents and lets the object go. */
  async removePod(pod: Pod): Promise<void> {
    await this.factory.client.delete(resourceTypes.pods, ref(pod));
    this.state.podObjects.record({
      ...pod,
      metadata: {
        ...pod.metadata,
        deletionTimestamp: timestamp(new Date()),
      },
    });
  }

  async update(
    informer: Informer,
    object: KubernetesObject,
    status: Record<string, unknown>,
  ): Promise<void> {
    if (sameStatus(object.status, status)) return;
    const changed = await this.factory.client.patch(
      informer.type,
      { ...ref(object), subresource: 'status' },
      { status },
    );
    informer.record(changed);
  }
}

/** Where an object is. */
export function ref({ metadata: { namespace, name } }: KubernetesObject) {
  return { namespace, name };
}
