import { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import {
  LeasePage,
  leasePageSchema,
  ProvisionOffers,
  provisionOffersSchema,
  ProvisionPlan,
  provisionPlanSchema,
  ProvisionRequest,
  RetireImpact,
  retireResultSchema,
  ServiceReport,
  serviceReportSchema,
} from 'backstage-plugin-service-secrets-common';

import { BackendCaller } from './BackendCaller';
import { servicePath } from './servicePath';
import {
  LeaseQuery,
  RetireQuery,
  ServiceSecretsApi,
} from './ServiceSecretsApi';

/** Asks the backend plugin; every answer passes its schema before anything is shown. */
export class ServiceSecretsClient implements ServiceSecretsApi {
  private readonly backend: BackendCaller;

  constructor(apis: {
    readonly discoveryApi: DiscoveryApi;
    readonly fetchApi: FetchApi;
  }) {
    this.backend = new BackendCaller(apis);
  }

  /** The report of one service. */
  async report(
    entityRef: string,
    options: { fresh?: boolean; signal?: AbortSignal } = {},
  ): Promise<ServiceReport> {
    const query = options.fresh ? '?fresh=true' : '';
    const path = `${servicePath(entityRef)}/report${query}`;
    return this.backend.ask(path, serviceReportSchema, {
      signal: options.signal,
    });
  }

  /** One page of the leases of one environment. */
  async leases(
    { entityRef, environment, limit, cursor }: LeaseQuery,
    options: { signal?: AbortSignal } = {},
  ): Promise<LeasePage> {
    const query = new URLSearchParams({ environment, limit: String(limit) });
    if (cursor) query.set('cursor', cursor);
    const path = `${servicePath(entityRef)}/leases?${query.toString()}`;
    return this.backend.ask(path, leasePageSchema, options);
  }

  /** What services of this owner may ask for. */
  async offers(
    owner: string,
    options: { signal?: AbortSignal } = {},
  ): Promise<ProvisionOffers> {
    const query = new URLSearchParams({ owner });
    const path = `/v1/provision/offers?${query.toString()}`;
    return this.backend.ask(path, provisionOffersSchema, options);
  }

  /** What provisioning the request would change. */
  async plan(
    request: ProvisionRequest,
    options: { signal?: AbortSignal } = {},
  ): Promise<ProvisionPlan> {
    const path = '/v1/provision/plan';
    const body = { request };
    return this.backend.ask(path, provisionPlanSchema, { ...options, body });
  }

  /** What retiring the service would take away. */
  async retireImpact(
    { entityRef, owner, environment }: RetireQuery,
    options: { signal?: AbortSignal } = {},
  ): Promise<RetireImpact> {
    const path = '/v1/provision/retire';
    const body = { entityRef, owner, environment, dryRun: true };
    const { impact } = await this.backend.ask(path, retireResultSchema, {
      ...options,
      body,
    });
    return impact;
  }
}
