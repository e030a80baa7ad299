import type { KubernetesApi } from './KubernetesApi';

/** One cluster the operator configured. */
export interface KubernetesCluster {
  readonly name: string;
  readonly api: KubernetesApi;
}

/** The clusters of this Backstage. */
export interface KubernetesService {
  names(): string[];
  cluster(name: string): KubernetesCluster | undefined;
}
