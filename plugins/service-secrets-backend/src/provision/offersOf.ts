import {
  EnvironmentOffers,
  ProvisionOffers,
} from 'backstage-plugin-service-secrets-common';

import { EnvironmentConfig } from '../bind/EnvironmentBinding';
import { offersFor } from './checkRequest';
import { Offer, ProvisionConfig } from './ProvisionConfig';

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}

function merged(
  environment: string,
  offers: readonly Offer[],
  { profiles }: ProvisionConfig,
): EnvironmentOffers {
  return {
    environment,
    namespaces: unique(offers.flatMap(({ namespaces }) => namespaces)),
    deliveryMethods: unique(
      offers.flatMap(({ deliveryMethods }) => deliveryMethods),
    ),
    databases: offers.flatMap(({ databases, maxTtlSeconds }) =>
      databases.map(
        ({ id, title, engine, mount, connection, ...database }) => ({
          ...{ id, title, engine, maxTtlSeconds },
          connection: `${mount ?? 'database'}/config/${connection}`,
          profiles: database.profiles.map(profile => ({
            id: profile,
            grants: profiles.get(profile)?.grants ?? '',
          })),
        }),
      ),
    ),
    certificates: offers.flatMap(({ certificates }) =>
      certificates.map(({ id, title, domains, maxDurationSeconds }) => ({
        ...{ id, title, maxDurationSeconds },
        domains: [...domains],
      })),
    ),
    kv: offers.some(({ kv }) => kv !== undefined),
  };
}

/** What an owner may ask for, environment by environment; those without an offer are left out. */
export function offersOf(
  owner: string,
  config: ProvisionConfig,
  environments: readonly EnvironmentConfig[],
): ProvisionOffers {
  return {
    owner,
    mode: config.mode,
    applyManifests: config.mode === 'apply' && config.applyManifests,
    environments: environments.flatMap(({ name }) => {
      const offers = offersFor(config, owner, name);
      return offers.length > 0 ? [merged(name, offers, config)] : [];
    }),
  };
}
