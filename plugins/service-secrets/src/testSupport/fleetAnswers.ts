import {
  ChangesSince,
  Connection,
  ExpiryCalendar,
  ExpiryEntry,
  FleetConcerns,
  History,
  ReverseAccess,
  RolePage,
} from 'backstage-plugin-service-secrets-common';

import { after } from './builders';

const DAY = 24 * 3600;
const service = {
  entityRef: 'component:default/grade-api',
  environment: 'production',
  title: 'grade-api',
  owner: 'group:default/team-grades',
};
const reports = {
  entityRef: 'component:default/reports',
  environment: 'staging',
  title: 'reports',
};

const entries: readonly ExpiryEntry[] = [
  {
    kind: 'certificate',
    name: 'ledger-sync-tls',
    at: after(-7200),
    urgency: 'attention',
    services: [reports],
  },
  {
    kind: 'certificate',
    name: 'grade-api-tls',
    at: after(14 * 3600),
    renewsAt: after(6 * 3600),
    urgency: 'automatic',
    services: [service],
  },
  {
    kind: 'rotation',
    name: 'database/static-reports',
    at: after(5 * DAY),
    urgency: 'automatic',
    services: [reports],
  },
  {
    kind: 'cliff',
    name: 'pki_int',
    at: after(61 * DAY),
    urgency: 'attention',
    services: [service, reports],
  },
  {
    kind: 'ca',
    name: 'pki_int',
    at: after(85 * DAY),
    urgency: 'automatic',
    services: [service, reports],
  },
];

/** Five endings in 90 days, one of them past. */
export function aCalendar(): ExpiryCalendar {
  const days = Array.from({ length: 90 }, (_unused, index) => {
    const day = after(index * DAY).slice(0, 10);
    const mine = entries.filter(
      ({ at }) => (at < after(0) ? after(0) : at).slice(0, 10) === day,
    );
    const count = (kind: ExpiryEntry['kind']) =>
      mine.filter(entry => entry.kind === kind).length;
    return {
      day,
      counts: {
        certificate: count('certificate'),
        ca: count('ca'),
        cliff: count('cliff'),
        rotation: count('rotation'),
      },
      attention: mine.filter(({ urgency }) => urgency === 'attention').length,
    };
  });
  return {
    servedAt: after(0),
    days,
    entries: [...entries],
    total: entries.length,
  };
}

/** One role of each concern. */
export function aRolePage(): RolePage {
  const role = {
    instance: 'vault-prod',
    mount: 'database',
    kind: 'dynamic',
    connection: 'grade-api-db',
  } as const;
  return {
    servedAt: after(0),
    items: [
      {
        ...role,
        name: 'left-behind',
        concern: 'unowned',
        leases: 3,
        services: [],
      },
      {
        ...role,
        name: 'analytics-role',
        concern: 'shared',
        leases: 4,
        services: [service, reports],
      },
      {
        ...role,
        name: 'reports-static',
        kind: 'static',
        concern: 'unused',
        leases: 0,
        services: [reports],
      },
    ],
    counts: { unowned: 1, shared: 1, unused: 1 },
    total: 3,
    gaps: [],
  };
}

/** One entry in each list but the last. */
export function someConcerns(): FleetConcerns {
  return {
    servedAt: after(0),
    wildcardBindings: [
      {
        instance: 'vault-prod',
        authRole: 'bi',
        serviceAccounts: ['*'],
        namespaces: ['bi', 'reports'],
        policies: ['bi-all'],
        services: [reports],
      },
    ],
    irrevocableLeases: [{ ...service, leases: 1 }],
    leaseBudgets: [{ ...service, leases: 14, budget: 12 }],
    unrotatedRoots: [],
    gaps: ['Instance `vault-stage` was not readable: permission missing'],
  };
}

export const gradeDb: Connection = {
  instance: 'vault-prod',
  mount: 'database',
  name: 'grade-api-db',
  database: 'PostgreSQL',
  roles: 3,
};

/** Two ways to one role, one to another, none to a third. */
export function anAccess(connection: Connection = gradeDb): ReverseAccess {
  const way = { roleKind: 'dynamic', wildcard: false } as const;
  return {
    servedAt: after(0),
    connection,
    paths: [
      {
        ...way,
        role: 'grade-api-role',
        grants: 'read and write',
        policy: 'svc-grade-api',
        authRole: 'grade-api',
        serviceAccounts: ['grade-api/grade-api'],
        services: [service],
      },
      {
        ...way,
        role: 'analytics-role',
        grants: 'read only',
        policy: 'svc-analytics',
        authRole: 'analytics',
        serviceAccounts: ['analytics/analytics'],
        services: [],
      },
      {
        ...way,
        role: 'analytics-role',
        grants: 'read only',
        policy: 'bi-all',
        wildcard: true,
        authRole: 'bi',
        serviceAccounts: ['*'],
        services: [reports],
      },
      {
        ...way,
        role: 'admin-role',
        grants: 'everything',
        serviceAccounts: [],
        services: [],
      },
    ],
    collectedAt: after(-600),
    gaps: [],
  };
}

/** Days with a gap of a week in the middle. */
export function aHistory(days: number): History {
  return {
    servedAt: after(0),
    points: Array.from({ length: days }, (_unused, index) => {
      const day = after((index - days + 1) * DAY).slice(0, 10);
      const gap = index > days / 2 && index < days / 2 + 7;
      const wave = Math.round(6 * Math.sin(index / 6));
      return gap
        ? { day, findingsOpened: 0, findingsClosed: 0 }
        : {
            day,
            findingsOpened: Math.max(0, wave),
            findingsClosed: Math.max(0, 3 - wave),
            findingsOpen: 40 + wave,
            leases: 3900 + wave * 20,
            certificates: 820 + index,
            services: 412,
            broken: 2,
          };
    }),
  };
}

/** A finding that came, one that went, and other wiring. */
export function someChanges(): ChangesSince {
  return {
    servedAt: after(0),
    since: after(-20 * DAY),
    basis: 'last-review',
    items: [
      {
        ...service,
        at: after(-3 * 3600),
        kind: 'finding-opened',
        code: 'serviceAccountNotBound',
        severity: 'broken',
        message:
          'Auth role `grade-api` does not bind service account `default`',
      },
      {
        ...reports,
        at: after(-2 * DAY),
        kind: 'finding-closed',
        code: 'leaseIrrevocable',
        severity: 'risk',
        message: 'Vault could not revoke a lease of role `reports`',
      },
      {
        ...service,
        at: after(-9 * DAY),
        kind: 'wiring-changed',
        message: 'Policy `svc-grade-api` reaches one path more',
      },
    ],
    total: 3,
  };
}
