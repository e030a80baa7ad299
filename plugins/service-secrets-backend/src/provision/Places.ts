import { InputError, NotAllowedError } from '@backstage/errors';
import {
  KubernetesCluster,
  KubernetesProvisionerApi,
  KubernetesService,
  VaultInstance,
  VaultProvisionerApi,
  VaultService,
} from 'backstage-plugin-service-secrets-node';

import { EnvironmentConfig } from '../bind/EnvironmentBinding';

/** An environment with the Vault and the cluster it means. */
export interface Place {
  readonly environment: EnvironmentConfig;
  readonly instance: VaultInstance;
  readonly cluster?: KubernetesCluster;
}

/** Where to look environments up. */
export interface PlacesOptions {
  readonly environments: readonly EnvironmentConfig[];
  readonly vault: VaultService;
  readonly kubernetes: KubernetesService;
}

/** Finds the systems of an environment; asks none of them anything. */
export class Places {
  constructor(private readonly options: PlacesOptions) {}

  of(name: string): Place {
    const { environments, vault, kubernetes } = this.options;
    const environment = environments.find(each => each.name === name);
    if (!environment) {
      throw new InputError(
        `There is no environment ${name}; configured are: ${
          environments.map(each => each.name).join(', ') || 'none'
        }`,
      );
    }
    const instance = vault.instance(environment.instance);
    if (!instance) {
      throw new InputError(
        `Environment ${name} names instance ${environment.instance}, which is not among serviceSecrets.instances`,
      );
    }
    const cluster = kubernetes.cluster(environment.cluster);
    return { environment, instance, cluster };
  }
}

/** The identity that writes to Vault; says what the operator would set when there is none. */
export function provisionerOf({ instance }: Place): VaultProvisionerApi {
  if (instance.provisioner) return instance.provisioner;
  throw new NotAllowedError(
    `Nothing can be written to Vault ${instance.name}: the operator sets serviceSecrets.instances[].provisioner.login`,
  );
}

/** The identity that applies manifests; says what the operator would set when there is none. */
export function clusterProvisionerOf({
  cluster,
  environment,
}: Place): KubernetesProvisionerApi {
  if (cluster?.provisioner) return cluster.provisioner;
  throw new NotAllowedError(
    `Nothing can be applied to cluster ${environment.cluster}: the operator sets serviceSecrets.clusters[].provisioner`,
  );
}
