import type { Lease, Pod } from 'backstage-plugin-service-secrets-node';

/** What is likely of a lease: a pod holds it, or no living pod can. */
export type LeaseLink =
  | { readonly kind: 'pod'; readonly pod: string }
  | { readonly kind: 'orphan' };

/** Two clocks and a slow scheduler may differ by this much. */
const SLACK_MS = 60_000;
/** An agent logs in within this time of its pod's start. */
const LOGIN_MS = 5 * 60_000;

function start(pod: Pod): number {
  return pod.startedAt?.getTime() ?? 0;
}

function findFor(pod: Pod, open: readonly Lease[]): Lease | undefined {
  const from = start(pod) - SLACK_MS;
  const candidates = open.filter(({ issuedAt }) => issuedAt.getTime() >= from);
  const atStart = candidates.find(
    ({ issuedAt }) => issuedAt.getTime() <= start(pod) + LOGIN_MS,
  );
  // Later ones replaced a lease that ended for good: the newest is the one in use.
  return atStart ?? candidates.at(-1);
}

/**
 * Links leases to pods by time, since Vault does not tell who holds a lease:
 * a pod's agent fetches one when the pod starts. A lease issued before every
 * living pod started is an orphan. Without pods (undefined) nothing is said.
 */
export function linkLeases(
  leases: readonly Lease[],
  pods: readonly Pod[] | undefined,
): ReadonlyMap<string, LeaseLink> {
  const links = new Map<string, LeaseLink>();
  if (!pods) return links;
  let open = [...leases].sort(
    (a, b) => a.issuedAt.getTime() - b.issuedAt.getTime(),
  );
  for (const pod of [...pods].sort((a, b) => start(a) - start(b))) {
    const lease = findFor(pod, open);
    if (lease) {
      links.set(lease.id, { kind: 'pod', pod: pod.name });
      open = open.filter(other => other !== lease);
    }
  }
  const oldest = Math.min(...pods.map(start)) - SLACK_MS;
  for (const { id, issuedAt } of open) {
    if (issuedAt.getTime() < oldest) links.set(id, { kind: 'orphan' });
  }
  return links;
}
