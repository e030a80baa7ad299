import { parseEntityRef } from '@backstage/catalog-model';
import { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  LeasePage,
  leasePageSchema,
  ServiceReport,
  serviceReportSchema,
} from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

import { LeaseQuery, ServiceSecretsApi } from './ServiceSecretsApi';

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
      `The backend's answer to ${path} is not one this version of the tab understands: ${z.prettifyError(
        result.error,
      )}. Install the same version of the frontend and the backend plugin.`,
    );
  };
}

const serviceReport = parser(serviceReportSchema);
const leasePage = parser(leasePageSchema);

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
    return serviceReport(await this.read(path, options.signal), path);
  }

  /** One page of the leases of one environment. */
  async leases(
    { entityRef, environment, limit, cursor }: LeaseQuery,
    options: { signal?: AbortSignal } = {},
  ): Promise<LeasePage> {
    const query = new URLSearchParams({ environment, limit: String(limit) });
    if (cursor) query.set('cursor', cursor);
    const path = `${servicePath(entityRef)}/leases?${query.toString()}`;
    return leasePage(await this.read(path, options.signal), path);
  }

  private async read(path: string, signal?: AbortSignal): Promise<unknown> {
    const base = await this.apis.discoveryApi.getBaseUrl('service-secrets');
    const response = await this.apis.fetchApi.fetch(`${base}${path}`, {
      signal,
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }
}
