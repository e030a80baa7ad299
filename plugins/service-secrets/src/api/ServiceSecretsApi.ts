import { createApiRef } from '@backstage/core-plugin-api';
import {
  LeasePage,
  ServiceReport,
} from 'backstage-plugin-service-secrets-common';

/** Which page of leases to read. */
export interface LeaseQuery {
  readonly entityRef: string;
  readonly environment: string;
  readonly limit: number;
  /** From the previous page; absent for the first. */
  readonly cursor?: string;
}

/** What the tab and the card ask the backend. */
export interface ServiceSecretsApi {
  /** The report of one service; `fresh` passes the backend's cache by. */
  report(
    entityRef: string,
    options?: { readonly fresh?: boolean; readonly signal?: AbortSignal },
  ): Promise<ServiceReport>;
  /** One page of the leases of one environment. */
  leases(
    query: LeaseQuery,
    options?: { readonly signal?: AbortSignal },
  ): Promise<LeasePage>;
}

/** The API the components use; replace it to feed them from elsewhere. */
export const serviceSecretsApiRef = createApiRef<ServiceSecretsApi>({
  id: 'plugin.service-secrets.service',
});
