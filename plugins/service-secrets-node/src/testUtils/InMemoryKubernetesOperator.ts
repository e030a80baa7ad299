import type { NamespacedName } from '../kubernetes/KubernetesApi';
import type { KubernetesOperatorApi } from '../kubernetes/KubernetesOperatorApi';
import { InMemoryKubernetes } from './InMemoryKubernetes';

/** The operator's port over a cluster in memory: what it sets the other port shows. */
export class InMemoryKubernetesOperator implements KubernetesOperatorApi {
  constructor(private readonly cluster: InMemoryKubernetes) {}

  async reissueCertificate({
    namespace,
    name,
  }: NamespacedName): Promise<boolean> {
    const state = this.cluster.state.namespaces[namespace];
    const known = state?.certificates.find(each => each.name === name);
    if (!known) return false;
    const conditions = [
      ...known.conditions.filter(({ type }) => type !== 'Issuing'),
      { type: 'Issuing', status: 'True', reason: 'ManuallyTriggered' } as const,
    ];
    state.certificates = state.certificates.map(each =>
      each === known ? { ...each, conditions } : each,
    );
    return true;
  }
}
