import { createHash } from 'node:crypto';

import { RevocationImpact } from 'backstage-plugin-service-secrets-common';

import { LeaseView, ServiceView } from '../resolve/ServiceView';
import { leasesOf, rolesOf } from './targets';

const MOST_PODS = 20;
/** Each is a request of its own; more than these are better revoked where they lie. */
export const MOST_REVOCATIONS = 1000;

/** Stands for exactly these leases, so that what is revoked is what was shown. */
export function digestOf(leases: readonly LeaseView[]): string {
  const hash = createHash('sha256');
  for (const id of leases.map(({ lease }) => lease.id).sort()) {
    hash.update(`${id}\n`);
  }
  return hash.digest('hex');
}

function refusalOf(view: ServiceView, total: number): string | undefined {
  if (total === 0) return 'No lease is live';
  if (total <= MOST_REVOCATIONS) return undefined;
  const commands = rolesOf(view).map(
    ({ at }) => `vault lease revoke -prefix ${at.mount}/creds/${at.name}`,
  );
  return `${total} leases are more than can be revoked from here (${MOST_REVOCATIONS}); in a terminal: ${commands.join(
    '; ',
  )}`;
}

/** What revoking every lease of an environment would take away. */
export function impactOf(view: ServiceView, now: Date): RevocationImpact {
  const leases = leasesOf(view);
  const pods = [...new Set(leases.flatMap(({ pod }) => pod ?? []))].sort();
  const roles = rolesOf(view).map(({ at, total }) => ({
    ...at,
    leases: total,
  }));
  const total = roles.reduce((sum, role) => sum + role.leases, 0);
  const refusal = refusalOf(view, total);
  return {
    servedAt: now.toISOString(),
    environment: view.binding.environment,
    leases: total,
    roles,
    pods: pods.slice(0, MOST_PODS),
    podsTotal: pods.length,
    withoutPod: leases.filter(({ pod }) => pod === undefined).length,
    refusal,
    digest: refusal === undefined ? digestOf(leases) : undefined,
  };
}
