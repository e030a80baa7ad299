import { LeaseRow } from 'backstage-plugin-service-secrets-common';

import { after, aLease } from './builders';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A lease in each state a platform team meets. */
export const mixedLeases: LeaseRow[] = [
  aLease(),
  aLease({
    suffix: '7kHXqX0j',
    state: 'expiring',
    issuedAt: after(-54 * MINUTE),
    expiresAt: after(6 * MINUTE),
    endsForGoodAt: after(23 * HOUR + 6 * MINUTE),
    renewalsLeft: 22,
    workload: { pod: 'grade-api-6f9c-p7', certainty: 'known' },
  }),
  aLease({
    suffix: 'b3nQe0aa',
    state: 'orphan',
    issuedAt: after(-3 * HOUR),
    lastRenewedAt: after(-27 * MINUTE),
    expiresAt: after(33 * MINUTE),
    endsForGoodAt: after(21 * HOUR),
    renewalsLeft: 20,
    workload: undefined,
  }),
  aLease({
    suffix: 'Zk19dPl2',
    state: 'irrevocable',
    issuedAt: after(-2 * DAY),
    expiresAt: undefined,
    endsForGoodAt: undefined,
    renewable: false,
    renewalsLeft: undefined,
    workload: undefined,
    reason: 'the database user owns objects',
  }),
];

const states: readonly LeaseRow['state'][] = [
  'active',
  'active',
  'active',
  'expiring',
  'orphan',
];

/** As many leases as wanted, all different. */
export function manyLeases(count: number): LeaseRow[] {
  return Array.from({ length: count }, (_, index) =>
    aLease({
      suffix: (index + 0x10000000).toString(36).padStart(8, '0').slice(-8),
      state: states[index % states.length],
      role: `grade-api-role-${index % 7}`,
      issuedAt: after(-(index % 3500)),
      expiresAt: after(3600 - (index % 3500)),
      endsForGoodAt: after(DAY - (index % 3500)),
      workload:
        states[index % states.length] === 'orphan'
          ? undefined
          : { pod: `grade-api-6f9c-${index}`, certainty: 'likely' },
    }),
  );
}
