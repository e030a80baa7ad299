import { timestamp } from '../client/EventRecorder';
import type { Informer } from '../client/Informer';
import {
  controllerOf,
  ownerReferenceTo,
  resourceTypes,
} from '../client/kubernetesTypes';
import type { ClusterState } from './ClusterState';
import { randomSuffix, templateHash, type PodFactory } from './podFactory';
import { PodKeeper, ref, RETRY_REFUSED_MS } from './PodKeeper';
import {
  isReady,
  asJob,
  asReplicated,
  replicatedSchema,
  type Job,
  type Replicated,
} from './podTypes';
import {
  deploymentStatus,
  jobStatus,
  replicaStatus,
  setStatus,
} from './workloadStatus';

/** Makes ReplicaSets and pods from workloads, and removes what is too many or without an owner. */
export class WorkloadController {
  private readonly keeper: PodKeeper;

  constructor(
    private readonly state: ClusterState,
    private readonly factory: PodFactory,
  ) {
    this.keeper = new PodKeeper(state, factory);
  }

  /** One round over every workload; answers when to look again at refused pods. */
  async reconcile(): Promise<number | undefined> {
    await this.keeper.collectGarbage();
    for (const item of this.replicated(this.state.deployments))
      await this.deployment(item);
    for (const item of this.replicated(this.state.replicaSets))
      await this.replicaSet(item);
    for (const item of this.replicated(this.state.statefulSets))
      await this.statefulSet(item);
    for (const item of this.replicated(this.state.daemonSets))
      await this.daemonSet(item);
    for (const object of this.state.jobs.items()) {
      const data = asJob(object);
      if (data) await this.job(data);
    }
    return this.keeper.hasRefused ? RETRY_REFUSED_MS : undefined;
  }

  private replicated(informer: Informer): Replicated[] {
    return informer.items().flatMap(object => {
      const data = asReplicated(object);
      const gone = object.metadata.deletionTimestamp !== undefined;
      return data && !gone ? [data] : [];
    });
  }

  private async deployment(deployment: Replicated): Promise<void> {
    const hash = templateHash(deployment.spec.template);
    const owned = this.replicated(this.state.replicaSets).filter(
      set => controllerOf(set)?.uid === deployment.metadata.uid,
    );
    const current = owned.find(
      ({ metadata }) => metadata.labels?.['pod-template-hash'] === hash,
    );
    const wanted = deployment.spec.replicas ?? 1;
    if (!current) {
      await this.createReplicaSet(deployment, hash, owned.length + 1);
      return;
    }
    await this.scale(current, wanted);
    const pods = this.state.podsOf(current);
    const ready = pods.filter(isReady).length;
    if (ready >= wanted)
      for (const old of owned.filter(set => set !== current))
        await this.scale(old, 0);
    const message = this.keeper.refusalOf(current);
    await this.keeper.update(
      this.state.deployments,
      deployment,
      deploymentStatus(deployment, { pods, failure: message }),
    );
  }

  private async createReplicaSet(
    deployment: Replicated,
    hash: string,
    revision: number,
  ): Promise<void> {
    const { template } = deployment.spec;
    const labels = { ...template.metadata?.labels, 'pod-template-hash': hash };
    const created = await this.factory.client.create(
      resourceTypes.replicaSets,
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: {
          name: `${deployment.metadata.name}-${hash}`,
          namespace: deployment.metadata.namespace,
          labels,
          annotations: {
            'deployment.kubernetes.io/revision': String(revision),
          },
          ownerReferences: [
            ownerReferenceTo(resourceTypes.deployments, deployment),
          ],
        },
        spec: {
          replicas: deployment.spec.replicas ?? 1,
          selector: { matchLabels: labels },
          template: { ...template, metadata: { ...template.metadata, labels } },
        },
      },
    );
    this.state.replicaSets.record(created);
    await this.replicaSet(replicatedSchema.parse(created));
  }

  private async scale(set: Replicated, replicas: number): Promise<void> {
    if (set.spec.replicas === replicas) return;
    const changed = await this.factory.client.patch(
      resourceTypes.replicaSets,
      ref(set),
      { spec: { replicas } },
    );
    this.state.replicaSets.record(changed);
  }

  private async replicaSet(set: Replicated): Promise<void> {
    const pods = this.state.podsOf(set);
    const missing = (set.spec.replicas ?? 1) - pods.length;
    for (let i = 0; i < missing; i += 1)
      await this.keeper.order({
        ownerType: resourceTypes.replicaSets,
        owner: set,
        template: set.spec.template,
        name: `${set.metadata.name}-${randomSuffix()}`,
      });
    // Pods that do not work go first, then the youngest.
    const surplus = [...pods].sort(
      (a, b) => Number(isReady(a)) - Number(isReady(b)),
    );
    for (const pod of surplus.slice(0, Math.max(0, -missing)))
      await this.keeper.removePod(pod);
    await this.keeper.update(
      this.state.replicaSets,
      set,
      replicaStatus(set, this.state.podsOf(set)),
    );
  }

  private async statefulSet(set: Replicated): Promise<void> {
    const names = Array.from(
      { length: set.spec.replicas ?? 1 },
      (_, ordinal) => `${set.metadata.name}-${ordinal}`,
    );
    await this.named(this.state.statefulSets, set, names);
  }

  /** One pod: the sandbox has one node. */
  private async daemonSet(set: Replicated): Promise<void> {
    const [pod] = this.state.podsOf(set);
    const name = pod?.metadata.name ?? `${set.metadata.name}-${randomSuffix()}`;
    await this.named(this.state.daemonSets, set, [name]);
  }

  /** Pods under given names, replaced when the template changed. */
  private async named(
    informer: Informer,
    set: Replicated,
    names: readonly string[],
  ): Promise<void> {
    const hash = templateHash(set.spec.template);
    const label = 'controller-revision-hash';
    for (const pod of this.state.podsOf(set))
      if (
        !names.includes(pod.metadata.name) ||
        pod.metadata.labels?.[label] !== hash
      )
        await this.keeper.removePod(pod);
    const present = this.state.podObjects
      .items()
      .filter(pod => controllerOf(pod)?.uid === set.metadata.uid)
      .map(pod => pod.metadata.name);
    for (const name of names.filter(n => !present.includes(n)))
      await this.keeper.order({
        ownerType: informer.type,
        owner: set,
        template: set.spec.template,
        name,
        labels: { [label]: hash },
      });
    const pods = this.state.podsOf(set);
    await this.keeper.update(informer, set, setStatus(set, pods, names.length));
  }

  private async job(job: Job): Promise<void> {
    const wanted = job.spec.completions ?? 1;
    const done = job.status?.conditions?.some(
      ({ type }) => type === 'Complete',
    );
    if (done || job.spec.suspend) return;
    const pods = this.state.podsOf(job);
    const labels = {
      'batch.kubernetes.io/job-name': job.metadata.name,
      'job-name': job.metadata.name,
    };
    const room = Math.min(job.spec.parallelism ?? 1, wanted);
    const active = pods.filter(pod => pod.status?.phase !== 'Succeeded').length;
    const missing = Math.min(wanted - pods.length, room - active);
    for (let i = 0; i < missing; i += 1)
      await this.keeper.order({
        ownerType: resourceTypes.jobs,
        owner: job,
        template: job.spec.template,
        name: `${job.metadata.name}-${randomSuffix()}`,
        labels,
      });
    const started = job.status?.startTime ?? timestamp(new Date());
    await this.keeper.update(
      this.state.jobs,
      job,
      jobStatus(wanted, this.state.podsOf(job), started),
    );
  }
}
