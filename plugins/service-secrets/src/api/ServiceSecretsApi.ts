import { createApiRef } from '@backstage/core-plugin-api';
import {
  LeasePage,
  ProvisionOffers,
  ProvisionPlan,
  ProvisionRequest,
  RetireImpact,
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

/** Which service to retire, and on whose behalf. */
export interface RetireQuery {
  readonly entityRef: string;
  readonly owner: string;
  readonly environment: string;
}

/** What the tab, the card and the form fields ask the backend. None of it writes anything. */
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
  /** What services of this owner may ask for; the owner is one of the caller's. */
  offers(
    owner: string,
    options?: { readonly signal?: AbortSignal },
  ): Promise<ProvisionOffers>;
  /** What provisioning the request would change. */
  plan(
    request: ProvisionRequest,
    options?: { readonly signal?: AbortSignal },
  ): Promise<ProvisionPlan>;
  /** What retiring the service would take away, and what still uses it. */
  retireImpact(
    query: RetireQuery,
    options?: { readonly signal?: AbortSignal },
  ): Promise<RetireImpact>;
}

/** The API the components use; replace it to feed them from elsewhere. */
export const serviceSecretsApiRef = createApiRef<ServiceSecretsApi>({
  id: 'plugin.service-secrets.service',
});
