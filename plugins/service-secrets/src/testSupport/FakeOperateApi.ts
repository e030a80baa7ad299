import {
  Ability,
  LeaseOperationResult,
  LeaseTargets,
  Operations,
  ReissueRequest,
  ReissueResult,
  RevocationImpact,
  RevokeAllRequest,
} from 'backstage-plugin-service-secrets-common';

import { OperateApi } from '../api/OperateApi';
import { after } from './builders';

/** What revoking the two leases of the examples takes away. */
export function aRevocationImpact(
  overrides: Partial<RevocationImpact> = {},
): RevocationImpact {
  return {
    servedAt: after(0),
    environment: 'production',
    leases: 2,
    roles: [{ mount: 'database', name: 'grade-api-role', leases: 2 }],
    pods: ['grade-api-6f9c-x2'],
    podsTotal: 1,
    withoutPod: 1,
    digest: 'a'.repeat(64),
    ...overrides,
  };
}

/** Answers as told, and remembers what was asked of it. */
export class FakeOperateApi implements OperateApi {
  ability: Ability = { allowed: true };
  /** What each operation answers; a function that throws stands for a refusal. */
  answers = {
    impact: async () => aRevocationImpact(),
    leases: async (
      handles: readonly string[],
    ): Promise<LeaseOperationResult> => ({
      environment: 'production',
      done: handles.map(handle => ({ handle })),
      refused: [],
    }),
  };
  readonly renewed: LeaseTargets[] = [];
  readonly revoked: LeaseTargets[] = [];
  readonly revokedAll: RevokeAllRequest[] = [];
  readonly reissued: ReissueRequest[] = [];

  /** The ability of the moment, in both environments of the examples. */
  async operations(): Promise<Operations> {
    const { ability } = this;
    return {
      items: ['production', 'staging'].map(environment => ({
        environment,
        leases: ability,
        certificates: ability,
      })),
    };
  }

  /** What revoking all would take away. */
  async impact(): Promise<RevocationImpact> {
    return this.answers.impact();
  }

  /** Renews for an hour. */
  async renew(
    _entityRef: string,
    targets: LeaseTargets,
  ): Promise<LeaseOperationResult> {
    this.renewed.push(targets);
    const { done, ...rest } = await this.answers.leases(targets.handles);
    return { ...rest, done: done.map(each => ({ ...each, ttlSeconds: 3600 })) };
  }

  /** Revokes. */
  async revoke(
    _entityRef: string,
    targets: LeaseTargets,
  ): Promise<LeaseOperationResult> {
    this.revoked.push(targets);
    return this.answers.leases(targets.handles);
  }

  /** Revokes the two of the impact. */
  async revokeAll(
    _entityRef: string,
    request: RevokeAllRequest,
  ): Promise<LeaseOperationResult> {
    this.revokedAll.push(request);
    return this.answers.leases(['one', 'two']);
  }

  /** Tells cert-manager. */
  async reissue(
    _entityRef: string,
    request: ReissueRequest,
  ): Promise<ReissueResult> {
    this.reissued.push(request);
    return { ...request, requestedAt: after(0) };
  }
}
