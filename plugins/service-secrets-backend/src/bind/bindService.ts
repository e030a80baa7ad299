import {
  DeniedClaim,
  ServiceBinding,
} from 'backstage-plugin-service-secrets-common';
import type {
  KubernetesService,
  VaultService,
} from 'backstage-plugin-service-secrets-node';

import { describeFailure } from '../collect/failure';
import { readBackReference } from './backReference';
import { confirmClaim } from './confirmClaim';
import { describeDenial } from './describeDenial';
import {
  BindingConfig,
  EnvironmentBinding,
  EnvironmentConfig,
} from './EnvironmentBinding';
import { settleClaim } from './settleClaim';

/** What binding needs of the operator's configuration and of the two systems. */
export interface BindOptions {
  readonly environments: readonly EnvironmentConfig[];
  readonly bindings: BindingConfig;
  readonly vault: VaultService;
  readonly kubernetes: KubernetesService;
}

/** The claims of a service, judged. */
export interface BoundService {
  readonly confirmed: readonly EnvironmentBinding[];
  readonly denied: readonly DeniedClaim[];
}

const fallbackMounts = {
  database: 'database',
  kubernetesAuth: 'kubernetes',
  pki: 'pki',
};

async function judgeByTarget(
  binding: EnvironmentBinding,
  uncovered: readonly string[],
  { bindings, vault, kubernetes }: BindOptions,
): Promise<DeniedClaim | undefined> {
  const denial = {
    environment: binding.environment,
    uncovered,
    backReferences: bindings.backReferences,
  };
  const instance = vault.instance(binding.instance);
  const cluster = kubernetes.cluster(binding.cluster);
  if (!bindings.backReferences || !instance || !cluster) {
    return describeDenial(denial);
  }
  try {
    const open = await readBackReference(binding, {
      vault: instance.reader,
      kubernetes: cluster.api,
    });
    return open.length === 0
      ? undefined
      : describeDenial({ ...denial, uncovered: open });
  } catch (error) {
    const { message } = describeFailure(error, binding.cluster);
    return describeDenial({ ...denial, unreadable: message });
  }
}

/** Settles and judges every claim of a service. A claim that nothing confirms costs no request unless back-references are on. */
export async function bindService(
  { entityRef, owners, claims }: ServiceBinding,
  options: BindOptions,
): Promise<BoundService> {
  const confirmed: EnvironmentBinding[] = [];
  const denied: DeniedClaim[] = [];
  for (const claim of claims) {
    const binding = settleClaim(entityRef, claim, {
      environments: options.environments,
      mounts: name => options.vault.instance(name)?.mounts,
    });
    if ('reason' in binding) {
      denied.push(binding);
      continue;
    }
    const verdict = confirmClaim({
      binding,
      owners,
      rules: options.bindings.rules,
      mounts:
        options.vault.instance(binding.instance)?.mounts ?? fallbackMounts,
    });
    const denial =
      verdict.kind === 'denied'
        ? await judgeByTarget(binding, verdict.uncovered, options)
        : undefined;
    if (denial) denied.push(denial);
    else confirmed.push(binding);
  }
  return { confirmed, denied };
}
