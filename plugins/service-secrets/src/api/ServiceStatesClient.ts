import {
  Health,
  servicesInStateSchema,
  serviceStatesSchema,
} from 'backstage-plugin-service-secrets-common';

import { BackendCaller } from './BackendCaller';
import { queryString } from './fleetQuery';
import { ServiceStatesApi } from './ServiceStatesApi';

const STATES = '/v1/services/states';

/** Asks the backend plugin how services are. */
export class ServiceStatesClient implements ServiceStatesApi {
  constructor(private readonly backend: BackendCaller) {}

  async states(
    entityRefs: readonly string[],
    options: { readonly signal?: AbortSignal } = {},
  ) {
    const body = { entityRefs };
    return this.backend.ask(STATES, serviceStatesSchema, { ...options, body });
  }

  async inState(
    health: readonly Health[],
    options: { readonly signal?: AbortSignal } = {},
  ) {
    const path = `${STATES}${queryString({ health })}`;
    return this.backend.ask(path, servicesInStateSchema, options);
  }
}
