import type { KubernetesProvisionerApi } from '../provision/KubernetesProvisionerApi';
import type { KubernetesApi } from './KubernetesApi';
import type { KubernetesOperatorApi } from './KubernetesOperatorApi';

/** One cluster the operator configured. */
export interface KubernetesCluster {
  readonly name: string;
  readonly api: KubernetesApi;
  /** Issues certificates anew; absent when the operator configured no identity for it. */
  readonly operator?: KubernetesOperatorApi;
  /** Applies manifests; absent when the operator configured no identity for it. */
  readonly provisioner?: KubernetesProvisionerApi;
}

/** The clusters of this Backstage. */
export interface KubernetesService {
  names(): string[];
  cluster(name: string): KubernetesCluster | undefined;
}
