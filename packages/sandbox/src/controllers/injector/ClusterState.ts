import { Informer } from '../client/Informer';
import type { KubernetesClient } from '../client/KubernetesClient';
import {
  controllerOf,
  resourceTypes,
  type KubernetesObject,
} from '../client/kubernetesTypes';
import { asPod, type Pod } from './podTypes';

/** Local copies of what the workload controllers and the kubelet look at. */
export class ClusterState {
  readonly deployments: Informer;
  readonly replicaSets: Informer;
  readonly statefulSets: Informer;
  readonly daemonSets: Informer;
  readonly jobs: Informer;
  readonly podObjects: Informer;

  constructor(client: KubernetesClient, onChange: () => void) {
    const informer = (type: keyof typeof resourceTypes) =>
      new Informer(client, resourceTypes[type], onChange);
    this.deployments = informer('deployments');
    this.replicaSets = informer('replicaSets');
    this.statefulSets = informer('statefulSets');
    this.daemonSets = informer('daemonSets');
    this.jobs = informer('jobs');
    this.podObjects = informer('pods');
  }

  async start(): Promise<void> {
    await Promise.all(this.all().map(informer => informer.start()));
  }

  stop(): void {
    this.all().forEach(informer => informer.stop());
  }

  pods(): Pod[] {
    return this.podObjects.items().flatMap(object => {
      const data = asPod(object);
      return data ? [data] : [];
    });
  }

  /** Pods an object controls that are not on their way out. */
  podsOf(owner: KubernetesObject): Pod[] {
    return this.pods().filter(
      pod =>
        controllerOf(pod)?.uid === owner.metadata.uid &&
        pod.metadata.deletionTimestamp === undefined,
    );
  }

  /** Whether the owner of a controlled object still exists. */
  ownerExists(object: KubernetesObject): boolean {
    const owner = controllerOf(object);
    if (!owner) return true;
    const informer = this.all().find(({ type }) => type.kind === owner.kind);
    if (!informer) return true;
    return informer
      .items()
      .some(
        ({ metadata }) =>
          metadata.uid === owner.uid &&
          metadata.deletionTimestamp === undefined,
      );
  }

  private all(): Informer[] {
    return [
      this.deployments,
      this.replicaSets,
      this.statefulSets,
      this.daemonSets,
      this.jobs,
      this.podObjects,
    ];
  }
}
