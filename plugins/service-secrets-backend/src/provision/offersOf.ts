import {
  EnvironmentOffers,
  ProvisionOffers,
} from 'backstage-plugin-service-secrets-common';

import { offersFor } from './checkRequest';
import { Place } from './Places';
import { Offer, ProvisionConfig } from './ProvisionConfig';

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}

function merged(
  { environment, instance }: Place,
  offers: readonly Offer[],
  { profiles }: ProvisionConfig,
): EnvironmentOffers {
  const usual = instance.mounts.database;
  return {
    environment: environment.name,
    namespaces: unique(offers.flatMap(({ namespaces }) => namespaces)),
    deliveryMethods: unique(
      offers.flatMap(({ deliveryMethods }) => deliveryMethods),
    ),
    databases: offers.flatMap(({ databases, maxTtlSeconds }) =>
      databases.map(
        ({ id, title, engine, mount, connection, ...database }) => ({
          ...{ id, title, engine, maxTtlSeconds },
          connection: `${mount ?? usual}/config/${connection}`,
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
  places: readonly Place[],
): ProvisionOffers {
  return {
    owner,
    mode: config.mode,
    applyManifests: config.mode === 'apply' && config.applyManifests,
    environments: places.flatMap(place => {
      const offers = offersFor(config, owner, place.environment.name);
      return offers.length > 0 ? [merged(place, offers, config)] : [];
    }),
  };
}
