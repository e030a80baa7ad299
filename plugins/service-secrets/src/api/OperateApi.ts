import { createApiRef } from '@backstage/core-plugin-api';
import {
  LeaseOperationResult,
  LeaseTargets,
  Operations,
  ReissueRequest,
  ReissueResult,
  RevocationImpact,
  RevokeAllRequest,
} from 'backstage-plugin-service-secrets-common';

/** What owners can do with the credentials of one service. All but the first two change something. */
export interface OperateApi {
  /** What the caller may do, by environment. */
  operations(
    entityRef: string,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Operations>;
  /** What revoking every lease of an environment would take away. */
  impact(
    entityRef: string,
    environment: string,
    options?: { readonly signal?: AbortSignal },
  ): Promise<RevocationImpact>;
  /** Lets leases live longer. */
  renew(
    entityRef: string,
    targets: LeaseTargets,
  ): Promise<LeaseOperationResult>;
  /** Ends leases at once. */
  revoke(
    entityRef: string,
    targets: LeaseTargets,
  ): Promise<LeaseOperationResult>;
  /** Ends the leases an impact showed, or none when they are others by now. */
  revokeAll(
    entityRef: string,
    request: RevokeAllRequest,
  ): Promise<LeaseOperationResult>;
  /** Has a certificate issued anew. */
  reissue(entityRef: string, request: ReissueRequest): Promise<ReissueResult>;
}

/** The API behind the tab's buttons; an app without it shows none. */
export const operateApiRef = createApiRef<OperateApi>({
  id: 'plugin.service-secrets.operate',
});
