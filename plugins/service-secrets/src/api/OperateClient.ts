import {
  LeaseOperationResult,
  leaseOperationResultSchema,
  LeaseTargets,
  Operations,
  operationsSchema,
  ReissueRequest,
  ReissueResult,
  reissueResultSchema,
  RevocationImpact,
  revocationImpactSchema,
  RevokeAllRequest,
} from 'backstage-plugin-service-secrets-common';

import { BackendCaller } from './BackendCaller';
import { OperateApi } from './OperateApi';
import { servicePath } from './servicePath';

/** Asks the backend plugin, which acts as an identity of its own. */
export class OperateClient implements OperateApi {
  constructor(private readonly backend: BackendCaller) {}

  /** What the caller may do. */
  async operations(
    entityRef: string,
    options: { signal?: AbortSignal } = {},
  ): Promise<Operations> {
    const path = `${servicePath(entityRef)}/operations`;
    return this.backend.ask(path, operationsSchema, options);
  }

  /** What revoking every lease would take away. */
  async impact(
    entityRef: string,
    environment: string,
    options: { signal?: AbortSignal } = {},
  ): Promise<RevocationImpact> {
    const path = `${servicePath(entityRef)}/leases/impact`;
    const body = { environment };
    return this.backend.ask(path, revocationImpactSchema, { ...options, body });
  }

  /** Lets leases live longer. */
  async renew(
    entityRef: string,
    body: LeaseTargets,
  ): Promise<LeaseOperationResult> {
    return this.onLeases(entityRef, 'renew', body);
  }

  /** Ends leases at once. */
  async revoke(
    entityRef: string,
    body: LeaseTargets,
  ): Promise<LeaseOperationResult> {
    return this.onLeases(entityRef, 'revoke', body);
  }

  /** Ends the leases an impact showed. */
  async revokeAll(
    entityRef: string,
    body: RevokeAllRequest,
  ): Promise<LeaseOperationResult> {
    return this.onLeases(entityRef, 'revoke-all', body);
  }

  /** Has a certificate issued anew. */
  async reissue(
    entityRef: string,
    body: ReissueRequest,
  ): Promise<ReissueResult> {
    const path = `${servicePath(entityRef)}/certificates/reissue`;
    return this.backend.ask(path, reissueResultSchema, { body });
  }

  private onLeases(entityRef: string, what: string, body: object) {
    const path = `${servicePath(entityRef)}/leases/${what}`;
    return this.backend.ask(path, leaseOperationResultSchema, { body });
  }
}
