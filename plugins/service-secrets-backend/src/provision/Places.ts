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
  readonly cluster: KubernetesCluster;
}

/** Where to look environments up. */
export interface PlacesOptions {
  readonly environments: readonly EnvironmentConfig[];
  readonly vault: VaultService;
  readonly kubernetes: KubernetesService;
}

function missing(
  { name }: EnvironmentConfig,
  { key, value, known }: { key: string; value: string; known: string[] },
): InputError {
  return new InputError(
    `serviceSecrets.environments: '${name}' names ${key} '${value}', which is not configured under serviceSecrets.${key}s; there ${
      known.length > 0 ? `are: ${known.join(', ')}` : 'are none'
    }`,
  );
}

/**
 * Finds the systems of an environment; asks none of them anything. An
 * environment without its systems is refused at start: later it would pass
 * for one in which nothing runs.
 */
export class Places {
  private readonly places: ReadonlyMap<string, Place>;

  constructor({ environments, vault, kubernetes }: PlacesOptions) {
    const places = environments.map(environment => {
      const instance = vault.instance(environment.instance);
      const cluster = kubernetes.cluster(environment.cluster);
      if (!instance) {
        throw missing(environment, {
          ...{ key: 'instance', value: environment.instance },
          known: [...vault.names()],
        });
      }
      if (!cluster) {
        throw missing(environment, {
          ...{ key: 'cluster', value: environment.cluster },
          known: [...kubernetes.names()],
        });
      }
      return { environment, instance, cluster };
    });
    this.places = new Map(places.map(place => [place.environment.name, place]));
  }

  /** In the order of the configuration. */
  all(): Place[] {
    return [...this.places.values()];
  }

  of(name: string): Place {
    const place = this.places.get(name);
    if (place) return place;
    throw new InputError(
      `There is no environment ${name}; configured are: ${
        [...this.places.keys()].join(', ') || 'none'
      }`,
    );
  }
}

/** The names of the systems of an environment; other environments may have the same. */
export function systemsOf({ environment, instance }: Place) {
  return { instance: instance.name, cluster: environment.cluster };
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
  if (cluster.provisioner) return cluster.provisioner;
  throw new NotAllowedError(
    `Nothing can be applied to cluster ${environment.cluster}: the operator sets serviceSecrets.clusters[].provisioner`,
  );
}
