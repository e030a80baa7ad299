import {
  WiringChain,
  WiringNode,
} from 'backstage-plugin-service-secrets-common';

import { after, aStation } from './builders';

const DAY = 86_400;

const databaseStations: readonly WiringNode[] = [
  aStation('workload', 'grade-api', {
    label: 'Deployment',
    facts: ['2 pods', 'agent injector', '1 lease per pod'],
  }),
  aStation('service-account', 'grade-api', { facts: ['namespace grade-api'] }),
  aStation('auth-role', 'grade-api', {
    facts: ['binds grade-api', 'token 1 h'],
  }),
  aStation('policy', 'svc-grade-api', {
    facts: ['grants read'],
  }),
  aStation('database-role', 'grade-api-role', {
    facts: ['1 h, at most 24 h'],
  }),
  aStation('connection', 'grade-api-db', {
    facts: ['PostgreSQL'],
  }),
];

/** A database chain that holds from end to end. */
export const holdingChain: WiringChain = {
  kind: 'database',
  nodes: [...databaseStations],
  links: ['ok', 'ok', 'ok', 'ok', 'ok'],
};

/** A database chain with an operator in place of an agent. */
export const deliveredChain: WiringChain = {
  kind: 'database',
  nodes: [
    aStation('workload', 'grade-api', {
      label: 'Deployment',
      facts: ['2 pods'],
    }),
    aStation('delivery', 'grade-api-db', {
      label: 'VaultDynamicSecret',
      facts: ['Vault Secrets Operator', '1 lease'],
    }),
    ...databaseStations.slice(1),
  ],
  links: ['ok', 'ok', 'ok', 'ok', 'ok', 'ok'],
};

/** A database chain that breaks between the service account and the auth role. */
export const brokenChain: WiringChain = {
  kind: 'database',
  nodes: databaseStations.map((node, index) => {
    if (index === 0) return node;
    if (index > 1) return { ...node, state: 'blocked' };
    return { ...node, name: 'grade-api-sa', state: 'broken' };
  }),
  links: ['ok', 'broken', 'blocked', 'blocked', 'blocked'],
  findingId: 'not-bound',
};

/** A certificate chain that holds from end to end. */
export const certificateChain: WiringChain = {
  kind: 'certificate',
  nodes: [
    aStation('certificate', 'grade-api-tls', {
      moment: { text: 'renews', at: after(6 * 3600) },
    }),
    aStation('issuer', 'vault-issuer', { facts: ['ready'] }),
    aStation('pki-role', 'grade-api-tls', { facts: ['at most 30 d'] }),
    aStation('ca', 'grade-api-intermediate', {
      moment: { text: 'issuance cliff', at: after((4 * 365 + 335) * DAY) },
    }),
  ],
  links: ['ok', 'ok', 'ok'],
};
