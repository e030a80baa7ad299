import { ConflictError, NotAllowedError } from '@backstage/errors';
import {
  LeaseOperationResult,
  LeaseTargets,
  RevocationImpact,
  RevokeAllRequest,
  ServiceBinding,
} from 'backstage-plugin-service-secrets-common';
import type {
  Mounted,
  VaultOperatorApi,
  VaultService,
} from 'backstage-plugin-service-secrets-node';

import { LeaseView, ServiceView } from '../resolve/ServiceView';
import { LeaseHandles } from '../serve/LeaseHandles';
import { ReportService } from '../serve/ReportService';
import { digestOf, impactOf } from './impactOf';
import { inTurn } from './inTurn';
import { leasesOf, viewOf } from './targets';

/** Reads a service, and forgets what was read of it before a change. */
export interface ReportMemory extends ReportService {
  forget(binding: ServiceBinding): void;
}

/** What operating on leases needs. */
export interface LeaseOperationsOptions {
  readonly reports: ReportMemory;
  readonly vault: VaultService;
  /** The times of these leases are no longer what was read. */
  readonly forgetLeases: (instance: string, role: Mounted) => void;
  readonly handles: LeaseHandles;
  readonly clock: () => Date;
}

const GONE =
  'The lease ended, or is none of this service; the list shows what is live now';

type Act<R> = (operator: VaultOperatorApi, lease: LeaseView) => Promise<R>;

/** Renews and revokes leases of a service. Whether the caller may is decided before. */
export class LeaseOperations {
  constructor(private readonly options: LeaseOperationsOptions) {}

  async renew(
    binding: ServiceBinding,
    targets: LeaseTargets,
  ): Promise<LeaseOperationResult> {
    return this.onHandles(binding, targets, async (operator, { lease }) =>
      operator.renewLease(lease.id),
    );
  }

  async revoke(
    binding: ServiceBinding,
    targets: LeaseTargets,
  ): Promise<LeaseOperationResult> {
    return this.onHandles(binding, targets, async (operator, { lease }) => {
      await operator.revokeLease(lease.id);
      return {};
    });
  }

  /** What `revokeAll` would take away, as of now. */
  async impact(
    binding: ServiceBinding,
    environment: string,
  ): Promise<RevocationImpact> {
    const { reports, clock } = this.options;
    const state = await reports.read(binding, { fresh: true });
    return impactOf(viewOf(state, environment), clock());
  }

  /** Revokes the leases an impact showed; when they are others by now, none. */
  async revokeAll(
    binding: ServiceBinding,
    { environment, digest }: RevokeAllRequest,
  ): Promise<LeaseOperationResult> {
    const { reports, clock } = this.options;
    const state = await reports.read(binding, { fresh: true });
    const view = viewOf(state, environment);
    const { refusal } = impactOf(view, clock());
    if (refusal !== undefined) throw new ConflictError(refusal);
    const leases = leasesOf(view);
    if (digestOf(leases) !== digest) {
      throw new ConflictError(
        'The leases are others than those that were shown; nothing was revoked. Look at what is live now, and confirm that',
      );
    }
    return this.act(binding, view, {
      leases,
      act: async (operator, { lease }) => {
        await operator.revokeLease(lease.id);
        return {};
      },
    });
  }

  private async onHandles(
    binding: ServiceBinding,
    { environment, handles }: LeaseTargets,
    act: Act<{ ttlSeconds?: number }>,
  ): Promise<LeaseOperationResult> {
    const wanted = new Set(handles);
    const view = await this.viewWith(binding, environment, wanted);
    const leases = leasesOf(view).filter(lease =>
      wanted.has(this.handleOf(view, lease)),
    );
    const found = new Set(leases.map(lease => this.handleOf(view, lease)));
    const result = await this.act(binding, view, { leases, act });
    const missing = [...wanted].filter(handle => !found.has(handle));
    return {
      ...result,
      refused: [
        ...result.refused,
        ...missing.map(handle => ({ handle, reason: GONE })),
      ],
    };
  }

  /** From memory when it knows all of them: whoever clicks has just seen the list. */
  private async viewWith(
    binding: ServiceBinding,
    environment: string,
    handles: ReadonlySet<string>,
  ): Promise<ServiceView> {
    const { reports } = this.options;
    const known = viewOf(await reports.read(binding), environment);
    const seen = new Set(
      leasesOf(known).map(lease => this.handleOf(known, lease)),
    );
    if ([...handles].every(handle => seen.has(handle))) return known;
    return viewOf(await reports.read(binding, { fresh: true }), environment);
  }

  private handleOf({ binding }: ServiceView, { lease }: LeaseView): string {
    return this.options.handles.handle(binding.instance, lease.id);
  }

  private async act(
    binding: ServiceBinding,
    view: ServiceView,
    task: {
      readonly leases: readonly LeaseView[];
      readonly act: Act<{ ttlSeconds?: number }>;
    },
  ): Promise<LeaseOperationResult> {
    const { vault, reports, forgetLeases } = this.options;
    const { instance, environment } = view.binding;
    const operator = vault.instance(instance)?.operator;
    if (!operator) throw new NotAllowedError(withoutOperator(instance));
    const outcomes = await inTurn(task.leases, instance, async lease =>
      task.act(operator, lease),
    );
    for (const { at } of task.leases) forgetLeases(instance, at);
    reports.forget(binding);
    const result: LeaseOperationResult = { environment, done: [], refused: [] };
    for (const outcome of outcomes) {
      const handle = this.handleOf(view, outcome.item);
      if ('result' in outcome) result.done.push({ handle, ...outcome.result });
      else result.refused.push({ handle, reason: outcome.reason });
    }
    return result;
  }
}

/** Why leases of an instance can only be looked at. */
export function withoutOperator(instance: string): string {
  return `Leases of ${instance} can only be looked at: the operator configured no login for renewing and revoking (serviceSecrets.instances[].operator)`;
}
