import { LeaseState } from 'backstage-plugin-service-secrets-common';
import type {
  IrrevocableLease,
  Lease,
} from 'backstage-plugin-service-secrets-node';

import { Read } from '../collect/SourceResult';
import { RoleLeasesAnswer } from '../collect/sources/leases';
import { linkLeases } from './linkLeases';
import {
  DatabaseRoleView,
  LeaseView,
  RoleLeasesView,
  WorkloadView,
} from './ServiceView';

/** What joining the leases of one role looks at. */
export interface LeaseInput {
  readonly answer: RoleLeasesAnswer;
  readonly role: DatabaseRoleView | undefined;
  readonly irrevocable: Read<readonly IrrevocableLease[]>;
  /** When the leases were read: their states are those of that moment. */
  readonly asOf: Date;
  /** Fraction of the default TTL below which a lease is expiring. */
  readonly leaseExpiring: number;
}

function stateOf(
  lease: Lease,
  facts: { irrevocable: boolean; orphan: boolean },
  { role, asOf, leaseExpiring }: LeaseInput,
): LeaseState {
  if (facts.irrevocable) return 'irrevocable';
  const left = secondsLeft(lease, asOf);
  if (left <= 0) return 'expired';
  if (facts.orphan) return 'orphan';
  const life = role?.defaultTtlSeconds ?? 0;
  return life > 0 && left <= life * leaseExpiring ? 'expiring' : 'active';
}

/** From Vault's own count, so that two clocks never meet. */
function secondsLeft({ ttlSeconds, readAt }: Lease, asOf: Date): number {
  return ttlSeconds - (asOf.getTime() - readAt.getTime()) / 1000;
}

/** When a lease ends on our clock; undefined when Vault counts no more. */
export function leaseEnd({ ttlSeconds, readAt }: Lease): Date {
  return new Date(readAt.getTime() + ttlSeconds * 1000);
}

function endForGood(lease: Lease, role: DatabaseRoleView | undefined) {
  const seconds = role?.limit.seconds ?? 0;
  return seconds > 0
    ? new Date(lease.issuedAt.getTime() + seconds * 1000)
    : undefined;
}

function renewalsLeft(
  lease: Lease,
  end: Date | undefined,
  role: DatabaseRoleView | undefined,
): number | undefined {
  const life = role?.defaultTtlSeconds ?? 0;
  if (!lease.renewable) return 0;
  if (!end || life <= 0) return undefined;
  const room = (end.getTime() - leaseEnd(lease).getTime()) / 1000;
  return Math.max(0, Math.floor(room / life));
}

/**
 * One for each pod there should be, started or not: pods that cannot start
 * are why leases are missing. How many a workload without an agent takes is
 * not for us to know, and one without pods takes none.
 */
function expectedLeases(
  users: Read<readonly WorkloadView[]>,
): number | undefined {
  if (users === 'unreadable') return undefined;
  const injected = users.filter(({ injector }) => injector);
  if (injected.length < users.length) return undefined;
  const pods = injected.reduce(
    (sum, { workload }) => sum + workload.desiredPods,
    0,
  );
  return pods > 0 ? pods : undefined;
}

/** Joins the leases of one role with its limits, with what Vault gave up on, and with the pods. */
export function resolveLeases(input: LeaseInput): RoleLeasesView {
  const { answer, role, irrevocable } = input;
  const given = irrevocable === 'unreadable' ? [] : irrevocable;
  const reasons = new Map(given.map(({ id, reason }) => [id, reason]));
  const users = role?.usedBy ?? 'unreadable';
  const pods =
    users === 'unreadable' ? undefined : users.flatMap(user => user.pods);
  const links = linkLeases(
    answer.leases.filter(({ id }) => !reasons.has(id)),
    pods,
  );
  const leases = answer.leases.map((lease): LeaseView => {
    const link = links.get(lease.id);
    const end = endForGood(lease, role);
    const facts = {
      irrevocable: reasons.has(lease.id),
      orphan: link?.kind === 'orphan',
    };
    return {
      lease,
      at: answer.at,
      state: stateOf(lease, facts, input),
      endsForGoodAt: end,
      renewalsLeft: renewalsLeft(lease, end, role),
      pod: link?.kind === 'pod' ? link.pod : undefined,
      reason: reasons.get(lease.id),
    };
  });
  return { ...answer, leases, expected: expectedLeases(users) };
}
