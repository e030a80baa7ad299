import {
  CollectionStatus,
  facetNames,
  FacetValue,
  FleetFinding,
  FleetRow,
  FleetSummary,
  Health,
  NO_VALUE,
} from 'backstage-plugin-service-secrets-common';

import { after } from './builders';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** An open finding, two days old. */
export function aFleetFinding(
  overrides: Partial<FleetFinding> = {},
): FleetFinding {
  return {
    id: 'leaseIrrevocable database/grade-api-role',
    code: 'leaseIrrevocable',
    severity: 'risk',
    environment: 'production',
    message: 'Vault could not revoke a lease of role `grade-api-role`',
    remedy: 'Remove the database user, then revoke the lease by force.',
    since: after(-2 * DAY),
    ...overrides,
  };
}

/** A healthy row. */
export function aFleetRow(overrides: Partial<FleetRow> = {}): FleetRow {
  return {
    entityRef: 'component:default/grade-api',
    environment: 'production',
    title: 'grade-api',
    owner: 'group:default/team-grades',
    system: 'system:default/grading',
    lifecycle: 'production',
    instance: 'vault-prod',
    cluster: 'prod',
    namespace: 'grade-api',
    deliveryMethods: ['agent-injector'],
    health: 'healthy',
    sentence: 'All is well',
    findings: [],
    databaseRoles: 1,
    leases: 2,
    leaseBudget: 2,
    certificates: 1,
    nextExpiry: {
      what: 'certificate',
      name: 'grade-api-tls',
      at: after(14 * HOUR),
    },
    adoption: 'dynamic',
    collectedAt: after(-180),
    stale: false,
    sources: [],
    review: { state: 'none' },
    ...overrides,
  };
}

const healthOfIndex = (index: number): Health => {
  if (index < 2) return 'broken';
  if (index < 7) return 'unknown';
  return index < 24 ? 'degraded' : 'healthy';
};

const sentences: Readonly<Record<Health, string>> = {
  broken: 'Auth role `svc` does not bind service account `default`',
  unknown: 'Vault `vault-stage` is not reachable since 09:12',
  degraded: 'Vault could not revoke a lease of role `grade-api-role`',
  healthy: 'All is well',
};

const teams = ['payments', 'grades', 'storefront', 'platform', 'search'];
const reviewsByIndex: readonly FleetRow['review'][] = [
  { state: 'none' },
  {
    state: 'reopened',
    by: 'user:default/ada',
    at: after(-30 * DAY),
    until: after(60 * DAY),
    note: 'Looked at roles and grants',
    drift: ['Database role `grade-api-role` got other creation statements'],
  },
  {
    state: 'signed',
    by: 'user:default/ada',
    at: after(-10 * DAY),
    until: after(80 * DAY),
    note: 'Quarterly review',
  },
  {
    state: 'expired',
    by: 'user:default/ada',
    at: after(-100 * DAY),
    until: after(-10 * DAY),
    note: '',
  },
];

function findingsOf(
  health: Health,
  environment: string,
  title: string,
): FleetFinding[] {
  if (health === 'healthy') return [];
  if (health === 'unknown') {
    return [
      aFleetFinding({
        id: 'sourceUnreadable vault',
        code: 'sourceUnreadable',
        severity: 'unknown',
        environment,
        message: sentences.unknown,
        remedy: 'Bring the upstream back.',
      }),
    ];
  }
  const broken = aFleetFinding({
    id: 'serviceAccountNotBound',
    code: 'serviceAccountNotBound',
    severity: 'broken',
    environment,
    message: sentences.broken,
    remedy: 'Add the service account to the auth role.',
    since: after(-3 * HOUR),
  });
  const accepted = aFleetFinding({
    id: 'policyTooBroad',
    code: 'policyTooBroad',
    severity: 'hygiene',
    environment,
    message: 'Policy `svc` reaches paths by a wildcard',
    remedy: 'Name the paths.',
    since: after(-40 * DAY),
    exception: {
      id: `exception of ${title}`,
      reason: 'The migration ends in spring',
      until: after(45 * DAY),
    },
  });
  return health === 'broken'
    ? [broken, aFleetFinding({ environment }), accepted]
    : [aFleetFinding({ environment }), accepted];
}

const noNumbers = {
  leases: undefined,
  leaseBudget: undefined,
  certificates: undefined,
  nextExpiry: undefined,
};

const muted = {
  until: after(20 * DAY),
  by: 'user:default/ada',
  reason: 'The team is on it',
};

const vaultUnread: FleetRow['sources'][number] = {
  state: 'stale',
  source: 'leases',
  reason: 'Vault `vault-stage` did not answer',
  fetchedAt: after(-2 * HOUR),
};

function numbersOf(index: number, title: string): Partial<FleetRow> {
  return {
    leases: (index % 7) + 1,
    leaseBudget: 4,
    certificates: 1,
    nextExpiry: {
      what: index % 9 === 0 ? 'cliff' : 'certificate',
      name: `${title}-tls`,
      at: after((index % 60) * 13 * HOUR - 2 * HOUR),
    },
  };
}

/** A fleet of this many rows, worst first, as the backend serves it. */
export function aFleet(count: number): FleetRow[] {
  return Array.from({ length: count }, (_unused, index) => {
    const health = healthOfIndex(index);
    const environment = index % 3 === 1 ? 'staging' : 'production';
    const title = `${
      ['payments', 'ledger-sync', 'grade-api', 'web'][index % 4]
    }-${index}`;
    const unread = health === 'unknown';
    return aFleetRow({
      entityRef: `component:default/${title}`,
      environment,
      title,
      owner:
        index % 11 === 6
          ? undefined
          : `group:default/team-${teams[index % teams.length]}`,
      system: `system:default/${teams[(index * 3) % teams.length]}`,
      instance: environment === 'staging' ? 'vault-stage' : 'vault-prod',
      cluster: environment === 'staging' ? 'stage' : 'prod',
      namespace: title,
      deliveryMethods:
        index % 5 === 1 ? ['vso', 'cert-manager'] : ['agent-injector'],
      health,
      sentence: sentences[health],
      findings: findingsOf(health, environment, title),
      ...(unread ? noNumbers : numbersOf(index, title)),
      adoption: index % 13 === 0 ? 'static' : 'dynamic',
      stale: unread,
      sources: unread ? [vaultUnread] : [],
      review: reviewsByIndex[index % reviewsByIndex.length],
      muted: index === 1 ? muted : undefined,
    });
  });
}

type Facet = (typeof facetNames)[number];

function valuesOfRow(row: FleetRow, facet: Facet): readonly string[] {
  switch (facet) {
    case 'delivery':
      return row.deliveryMethods;
    case 'code':
      return row.findings.map(({ code }) => code);
    case 'review':
      return [row.review.state];
    default:
      return [row[facet] ?? NO_VALUE];
  }
}

function facetOf(rows: readonly FleetRow[], facet: Facet): FacetValue[] {
  const counts = new Map<string, number>();
  for (const value of rows.flatMap(row => [...valuesOfRow(row, facet)])) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count);
}

/** The figures of these rows, and what all of them can be filtered by. */
export function aFleetSummary(
  rows: readonly FleetRow[],
  all: readonly FleetRow[] = rows,
): FleetSummary {
  const count = (fits: (row: FleetRow) => boolean) => rows.filter(fits).length;
  const findings = rows.flatMap(row => row.findings);
  const sum = (of: (row: FleetRow) => number | undefined) =>
    rows.reduce((total, row) => total + (of(row) ?? 0), 0);
  const ending = rows.find(({ nextExpiry }) => nextExpiry);
  return {
    servedAt: after(0),
    services: new Set(rows.map(({ entityRef }) => entityRef)).size,
    rows: rows.length,
    byHealth: {
      healthy: count(({ health }) => health === 'healthy'),
      degraded: count(({ health }) => health === 'degraded'),
      broken: count(({ health }) => health === 'broken'),
      unknown: count(({ health }) => health === 'unknown'),
    },
    byAdoption: {
      dynamic: count(({ adoption }) => adoption === 'dynamic'),
      static: count(({ adoption }) => adoption === 'static'),
      none: count(({ adoption }) => adoption === 'none'),
      unknown: count(({ adoption }) => adoption === 'unknown'),
    },
    newFindings: findings.filter(({ since }) => since > after(-DAY)).length,
    openFindings: findings.filter(({ exception }) => !exception).length,
    exceptedFindings: findings.filter(({ exception }) => exception).length,
    leases: sum(({ leases }) => leases),
    irrevocableLeases: findings.filter(
      ({ code }) => code === 'leaseIrrevocable',
    ).length,
    orphanLeases: 0,
    certificates: sum(({ certificates }) => certificates),
    rowsWithoutNumbers: count(({ leases }) => leases === undefined),
    staleRows: count(({ stale }) => stale),
    nextExpiry: ending?.nextExpiry && {
      ...ending.nextExpiry,
      entityRef: ending.entityRef,
      environment: ending.environment,
    },
    facets: Object.fromEntries(
      facetNames.map(name => [name, facetOf(all, name)]),
    ) as FleetSummary['facets'], // one entry per name
  };
}

/** A collection that was done three minutes ago. */
export function aCollectionStatus(
  overrides: Partial<CollectionStatus> = {},
): CollectionStatus {
  return {
    servedAt: after(0),
    last: {
      id: 'run-1',
      state: 'done',
      trigger: 'schedule',
      startedAt: after(-240),
      endedAt: after(-180),
      services: 412,
      collected: 410,
      skipped: 0,
      failed: 2,
    },
    periodSeconds: 600,
    nextAt: after(420),
    requested: false,
    mayReview: true,
    ...overrides,
  };
}
