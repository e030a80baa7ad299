import {
  LeasePage,
  LeaseRow,
  ProvisionOffers,
  ProvisionPlan,
  ProvisionRequest,
  RetireImpact,
  ServiceReport,
} from 'backstage-plugin-service-secrets-common';

import {
  LeaseQuery,
  RetireQuery,
  ServiceSecretsApi,
} from '../api/ServiceSecretsApi';
import { after, aLeasePage } from './builders';
import { anImpact, aPlan, someOffers } from './provision';

/** What the fake answers: settable, so that a test can let things change. */
export class FakeServiceSecretsApi implements ServiceSecretsApi {
  /** The next answer; a function that throws stands for a failing backend. */
  answer: () => Promise<ServiceReport>;
  leaseRows: readonly LeaseRow[];
  /** The answers to the form fields; functions that throw stand for a refusal. */
  provision = {
    offers: async (owner: string): Promise<ProvisionOffers> =>
      someOffers({ owner }),
    plan: async (_request: ProvisionRequest): Promise<ProvisionPlan> => aPlan(),
    retireImpact: async (_query: RetireQuery): Promise<RetireImpact> =>
      anImpact(),
  };
  /** The requests a plan was asked for, first to last. */
  readonly planned: ProvisionRequest[] = [];
  /** How often each question was asked. */
  readonly calls = { report: 0, fresh: 0, leases: 0, offers: 0 };

  constructor(
    answer: ServiceReport | (() => Promise<ServiceReport>),
    leaseRows: readonly LeaseRow[] = [],
  ) {
    this.answer = typeof answer === 'function' ? answer : async () => answer;
    this.leaseRows = leaseRows;
  }

  /** The answer of the moment. */
  async report(
    _entityRef: string,
    options: { fresh?: boolean } = {},
  ): Promise<ServiceReport> {
    this.calls.report += 1;
    if (options.fresh) this.calls.fresh += 1;
    return this.answer();
  }

  /** A page of the rows, with a cursor while there are more. */
  async leases({ environment, limit, cursor }: LeaseQuery): Promise<LeasePage> {
    this.calls.leases += 1;
    const { servedAt } = await this.answer().catch(() => ({
      servedAt: after(0),
    }));
    const start = Number(cursor ?? 0);
    const end = start + limit;
    const total = this.leaseRows.length;
    return aLeasePage(this.leaseRows.slice(start, end), {
      servedAt,
      environment,
      total,
      looked: total,
      nextCursor: end < total ? String(end) : undefined,
    });
  }

  /** What the owner may ask for. */
  async offers(owner: string): Promise<ProvisionOffers> {
    this.calls.offers += 1;
    return this.provision.offers(owner);
  }

  /** The plan for the request. */
  async plan(request: ProvisionRequest): Promise<ProvisionPlan> {
    this.planned.push(request);
    return this.provision.plan(request);
  }

  /** What a retirement would take away. */
  async retireImpact(query: RetireQuery): Promise<RetireImpact> {
    return this.provision.retireImpact(query);
  }
}
