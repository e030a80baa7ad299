import {
  DeniedClaim,
  EnvironmentClaim,
  MountedName,
} from 'backstage-plugin-service-secrets-common';
import type {
  InstanceMounts,
  Mounted,
} from 'backstage-plugin-service-secrets-node';

import { EnvironmentBinding, EnvironmentConfig } from './EnvironmentBinding';

/** What settling needs to know of the operator's configuration. */
export interface Settings {
  readonly environments: readonly EnvironmentConfig[];
  /** Default mounts of an instance; undefined when no such instance is configured. */
  mounts(instance: string): InstanceMounts | undefined;
}

function mounted(name: MountedName, mount: string): Mounted {
  return { mount: name.mount ?? mount, name: name.name };
}

/**
 * Settles what a claim leaves open: which environment, which instance, which
 * mounts. Decides nothing about whether the claim is allowed.
 */
export function settleClaim(
  entityRef: string,
  claim: EnvironmentClaim,
  settings: Settings,
): EnvironmentBinding | DeniedClaim {
  const environment =
    claim.environment === undefined
      ? settings.environments.at(0)
      : settings.environments.find(({ name }) => name === claim.environment);
  if (!environment) {
    return {
      environment: claim.environment ?? 'default',
      reason: 'Binding not allowed: no such environment is configured.',
      remedy:
        'Use one of the configured names in the `environments` annotation, or ask the operator to add it to `serviceSecrets.environments`.',
    };
  }
  // Without the instance nothing can be read, but the claim can still be judged: the sources then say what is missing.
  const usualMounts = settings.mounts(environment.instance);
  const mounts = usualMounts ?? {
    database: 'database',
    kubernetesAuth: 'kubernetes',
    pki: 'pki',
  };
  return {
    entityRef,
    environment: environment.name,
    instance: environment.instance,
    cluster: environment.cluster,
    namespace: claim.namespace,
    workloads: claim.workloads,
    authRole: mounted(claim.authRole, mounts.kubernetesAuth),
    databaseRoles: claim.databaseRoles.map(name =>
      mounted(name, mounts.database),
    ),
    staticRoles: claim.staticRoles.map(name => mounted(name, mounts.database)),
    certificates: claim.certificates,
    usualMounts,
  };
}
