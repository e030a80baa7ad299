import { createApiRef } from '@backstage/core-plugin-api';
import {
  Health,
  ServicesInState,
  ServiceStates,
} from 'backstage-plugin-service-secrets-common';

/** What lists of the catalog ask the backend: how many services are, from the fleet's memory. */
export interface ServiceStatesApi {
  /** The states of at most 200 services; those the caller may not read are missing. */
  states(
    entityRefs: readonly string[],
    options?: { readonly signal?: AbortSignal },
  ): Promise<ServiceStates>;
  /** The services in one of these states that the caller may read. */
  inState(
    health: readonly Health[],
    options?: { readonly signal?: AbortSignal },
  ): Promise<ServicesInState>;
}

/** The API of the catalog's column and filter; replace it to feed them from elsewhere. */
export const serviceStatesApiRef = createApiRef<ServiceStatesApi>({
  id: 'plugin.service-secrets.states',
});
