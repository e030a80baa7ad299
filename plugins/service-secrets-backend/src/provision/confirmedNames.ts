import {
  EnvironmentClaim,
  ServiceBinding,
  ServiceName,
} from 'backstage-plugin-service-secrets-common';

import { confirmClaim } from '../bind/confirmClaim';
import { BindingRule } from '../bind/EnvironmentBinding';
import { settleClaim } from '../bind/settleClaim';
import { offersFor } from './checkRequest';
import { matchesAny } from './patterns';
import { Place } from './Places';
import { ProvisionConfig } from './ProvisionConfig';

/** What the operator says of claims. */
export interface ConfirmingOptions {
  readonly owner: string;
  readonly place: Place;
  readonly rules: readonly BindingRule[];
  readonly config: ProvisionConfig;
}

function isConfirmed(
  claim: EnvironmentClaim,
  { entityRef, owners }: ServiceBinding,
  { owner, place, rules, config }: ConfirmingOptions,
): boolean {
  const { environment, instance } = place;
  if (matchesAny(config.reservedNamespaces, claim.namespace)) return false;
  const offers = offersFor(config, owner, environment.name);
  if (offers.some(each => matchesAny(each.namespaces, claim.namespace))) {
    return true;
  }
  const { mounts } = instance;
  const binding = settleClaim(entityRef, claim, {
    environments: [environment],
    mounts: () => mounts,
  });
  if ('reason' in binding) return false;
  const verdict = confirmClaim({ binding, owners, rules, mounts });
  return verdict.kind === 'confirmed';
}

/**
 * The names a service says it has, as far as the operator lets its owner have
 * them. Everybody writes annotations; nothing is asked of Vault or the cluster
 * under a name that only they vouch for.
 */
export function confirmedNames(
  binding: ServiceBinding,
  options: ConfirmingOptions,
): ServiceName[] {
  const { entityRef, claims } = binding;
  const name = entityRef.slice(entityRef.lastIndexOf('/') + 1);
  return claims
    .filter(claim => isConfirmed(claim, binding, options))
    .map(({ namespace }) => ({ namespace, name }));
}
