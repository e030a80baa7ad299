import {
  Adoption,
  DeniedClaim,
  EnvironmentReport,
  findingCodes,
  FleetSourceNote,
  ObservedDelivery,
  sourceNameWords,
  SourceStatus,
} from 'backstage-plugin-service-secrets-common';

import { ServiceView } from '../../resolve/ServiceView';
import { EnvironmentState, ServiceState } from '../../serve/ReportService';
import { toServiceReport } from '../../serve/toApi';
import { LoginFact, RoleFact, RowFacts } from '../records';
import { expiriesOf } from './expiries';
import { fingerprintOf } from './fingerprintOf';
import { Observation } from './Observation';

function deliveryOf({
  workloads,
  certificates,
  deliveries,
}: ServiceView): ObservedDelivery[] | undefined {
  if (
    workloads === 'unreadable' ||
    certificates === 'unreadable' ||
    deliveries.unread.length > 0
  ) {
    return undefined;
  }
  const intents = workloads.flatMap(workload => workload.intents);
  const methods: ObservedDelivery[] = [
    ...new Set(intents.map(({ method }) => method)),
  ];
  if (certificates.length > 0) methods.push('cert-manager');
  return methods;
}

function adoptionOf({
  databaseRoles,
  certificates,
}: EnvironmentReport): Adoption | undefined {
  if (!databaseRoles || !certificates) return undefined;
  const kinds = databaseRoles.map(({ kind }) => kind);
  if (kinds.includes('dynamic') || certificates.length > 0) return 'dynamic';
  return kinds.length > 0 ? 'static' : 'none';
}

function rolesOf({ databaseRoles }: EnvironmentReport): RoleFact[] | undefined {
  return databaseRoles?.map(role => ({
    mount: role.mount,
    name: role.name,
    kind: role.kind,
    connection: role.connection,
    database: role.database,
    grants: role.grants,
    leases: role.liveLeases,
  }));
}

function loginOf({ binding, authRole }: ServiceView): LoginFact | undefined {
  if (authRole === 'unreadable' || !authRole) return undefined;
  const { boundServiceAccountNames, boundServiceAccountNamespaces } = authRole;
  return {
    ...binding.authRole,
    serviceAccounts: boundServiceAccountNamespaces.flatMap(namespace =>
      boundServiceAccountNames.map(name => `${namespace}/${name}`),
    ),
  };
}

function noteOf(source: SourceStatus): FleetSourceNote[] {
  if (source.state === 'ok') return [];
  const { name, failure, fetchedAt } = source;
  const reason =
    failure?.message ?? `The ${sourceNameWords[name]} could not be read`;
  return [{ state: source.state, source: name, reason, fetchedAt }];
}

function factsOf(view: ServiceView, report: EnvironmentReport): RowFacts {
  return {
    expiries: expiriesOf(view),
    roles: rolesOf(report),
    login: loginOf(view),
  };
}

function observeEnvironment(
  { view, assessment }: EnvironmentState,
  report: EnvironmentReport,
): Observation {
  const { leases, findings } = report;
  return {
    environment: report.environment,
    instance: report.instance,
    cluster: report.cluster,
    namespace: report.namespace,
    status: report.status,
    findings,
    unknown: assessment.unknown,
    delivery: deliveryOf(view),
    adoption: adoptionOf(report),
    databaseRoles: report.databaseRoles?.length,
    leases: leases?.total,
    leaseBudget: leases?.expected,
    irrevocableLeases: leases?.byState.irrevocable,
    orphanLeases: leases?.byState.orphan,
    certificates: report.certificates?.length,
    facts: factsOf(view, report),
    fingerprint: fingerprintOf(view, findings),
    sources: report.sources.flatMap(noteOf),
  };
}

/** What the fleet counts, and cannot when not even the claim can be confirmed. */
const counted = ['databaseRoles', 'leases', 'certificates'] as const;

/** Nothing could be read, not even whether it may be: what was known stays. */
function outOfReach({ environment, reason }: DeniedClaim): Observation {
  return {
    environment,
    status: { health: 'unknown', sentence: reason },
    findings: [],
    unknown: findingCodes,
    facts: {},
    fingerprint: { findings: [] },
    sources: counted.map(source => ({ state: 'failed', source, reason })),
  };
}

/** A claim nothing confirms is a row too: somebody has to look at it. */
function observeDenial(claim: DeniedClaim): Observation {
  return claim.unreadable
    ? outOfReach(claim)
    : refusal(claim.environment, claim.reason);
}

/** A row of which nothing may be read, and why. */
export function refusal(environment: string, sentence: string): Observation {
  return {
    environment,
    status: { health: 'unknown', sentence },
    findings: [],
    unknown: [],
    delivery: [],
    adoption: 'unknown',
    facts: {},
    fingerprint: { findings: [] },
    sources: [],
    denied: true,
  };
}

/** What a service's state tells the fleet, environment by environment. */
export function observe(state: ServiceState, now: Date): Observation[] {
  const { environments } = toServiceReport(state, now);
  return [
    ...state.environments.map((environment, index) =>
      observeEnvironment(environment, environments[index]),
    ),
    ...state.denied.map(observeDenial),
  ];
}
