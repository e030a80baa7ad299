import { parseEntityRef } from '@backstage/catalog-model';
import { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
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
import { z } from 'zod';

import {
  LeaseQuery,
  RetireQuery,
  ServiceSecretsApi,
} from './ServiceSecretsApi';

function servicePath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `/v1/services/${[kind, namespace, name]
    .map(encodeURIComponent)
    .join('/')}`;
}

function parser<T>(schema: z.ZodType<T>): (body: unknown, path: string) => T {
  return (body, path) => {
    const result = schema.safeParse(body);
    if (result.success) return result.data;
    throw new Error(
      `The backend's answer to ${path} is not one this version of the frontend plugin understands: ${z.prettifyError(
        result.error,
      )}. Install the same version of the frontend and the backend plugin.`,
    );
  };
}

const serviceReport = parser(serviceReportSchema);
const leasePage = parser(leasePageSchema);
const provisionOffers = parser(provisionOffersSchema);
const provisionPlan = parser(provisionPlanSchema);
const retireResult = parser(retireResultSchema);

/** Asks the backend plugin; every answer passes its schema before anything is shown. */
export class ServiceSecretsClient implements ServiceSecretsApi {
  constructor(
    private readonly apis: {
      readonly discoveryApi: DiscoveryApi;
      readonly fetchApi: FetchApi;
    },
  ) {}

  /** The report of one service. */
  async report(
    entityRef: string,
    options: { fresh?: boolean; signal?: AbortSignal } = {},
  ): Promise<ServiceReport> {
    const query = options.fresh ? '?fresh=true' : '';
    const path = `${servicePath(entityRef)}/report${query}`;
    return serviceReport(await this.ask(path, options), path);
  }

  /** One page of the leases of one environment. */
  async leases(
    { entityRef, environment, limit, cursor }: LeaseQuery,
    options: { signal?: AbortSignal } = {},
  ): Promise<LeasePage> {
    const query = new URLSearchParams({ environment, limit: String(limit) });
    if (cursor) query.set('cursor', cursor);
    const path = `${servicePath(entityRef)}/leases?${query.toString()}`;
    return leasePage(await this.ask(path, options), path);
  }

  /** What services of this owner may ask for. */
  async offers(
    owner: string,
    options: { signal?: AbortSignal } = {},
  ): Promise<ProvisionOffers> {
    const query = new URLSearchParams({ owner });
    const path = `/v1/provision/offers?${query.toString()}`;
    return provisionOffers(await this.ask(path, options), path);
  }

  /** What provisioning the request would change. */
  async plan(
    request: ProvisionRequest,
    options: { signal?: AbortSignal } = {},
  ): Promise<ProvisionPlan> {
    const path = '/v1/provision/plan';
    const body = { request };
    return provisionPlan(await this.ask(path, { ...options, body }), path);
  }

  /** What retiring the service would take away. */
  async retireImpact(
    { entityRef, owner, environment }: RetireQuery,
    options: { signal?: AbortSignal } = {},
  ): Promise<RetireImpact> {
    const path = '/v1/provision/retire';
    const body = { entityRef, owner, environment, dryRun: true };
    const answer = await this.ask(path, { ...options, body });
    return retireResult(answer, path).impact;
  }

  /** Reads, or posts when there is a body. */
  private async ask(
    path: string,
    { signal, body }: { signal?: AbortSignal; body?: object },
  ): Promise<unknown> {
    const base = await this.apis.discoveryApi.getBaseUrl('service-secrets');
    const post = body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    const response = await this.apis.fetchApi.fetch(`${base}${path}`, {
      signal,
      ...post,
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }
}
