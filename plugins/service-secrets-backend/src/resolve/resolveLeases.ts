import { LeaseState } from 'backstage-plugin-service-secrets-common';
import type {
  IrrevocableLease,
  Lease,
  Pod,
} from 'backstage-plugin-service-secrets-node';

import { Read } from '../collect/SourceResult';
import { RoleLeasesAnswer } from '../collect/sources/leases';
import { DeliveryView } from './DeliveryIntent';
import { expectedLeases } from './expectedLeases';
import { linkLeases } from './linkLeases';
import { DatabaseRoleView, LeaseView, RoleLeasesView } from './ServiceView';

/** What joining the leases of one role looks at. */
export interface LeaseInput {
  readonly answer: RoleLeasesAnswer;
  readonly role: DatabaseRoleView | undefined;
  readonly irrevocable: Read<readonly IrrevocableLease[]>;
  readonly deliveries: readonly DeliveryView[];
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

/** The lease ids operators say they hold, with the objects they hold them for. */
function heldBy({
  deliveries,
}: LeaseInput): ReadonlyMap<string, DeliveryView['name']> {
  return new Map(
    deliveries.flatMap(({ resource, name }) => {
      const { lease } = resource.status;
      return lease ? [[lease.id, name] as const] : [];
    }),
  );
}

/** Pods by which leases can be told apart: none where an operator takes leases for all of them. */
function podsOf({ role, deliveries, answer }: LeaseInput): Pod[] | undefined {
  const users = role?.usedBy ?? 'unreadable';
  const path = `${answer.at.mount}/creds/${answer.at.name}`;
  const isShared = deliveries.some(
    ({ intent }) =>
      intent.leasesPer === 'object' && intent.paths.includes(path),
  );
  return users === 'unreadable' || isShared
    ? undefined
    : users.flatMap(user => user.pods);
}

/** Joins the leases of one role with its limits, with what Vault gave up on, and with who holds them. */
export function resolveLeases(input: LeaseInput): RoleLeasesView {
  const { answer, role, irrevocable } = input;
  const given = irrevocable === 'unreadable' ? [] : irrevocable;
  const reasons = new Map(given.map(({ id, reason }) => [id, reason]));
  const holders = heldBy(input);
  const links = linkLeases(
    answer.leases.filter(({ id }) => !reasons.has(id)),
    podsOf(input),
  );
  const leases = answer.leases.map((lease): LeaseView => {
    const link = links.get(lease.id);
    const holder = holders.get(lease.id);
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
      pod: holder ?? (link?.kind === 'pod' ? link.pod : undefined),
      certainty: holder === undefined ? 'likely' : 'known',
      reason: reasons.get(lease.id),
    };
  });
  const expected = expectedLeases(role);
  return {
    ...answer,
    leases,
    expected: expected?.count,
    expectedPer: expected?.per,
  };
}
