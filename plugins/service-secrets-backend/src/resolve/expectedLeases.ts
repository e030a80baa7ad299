import { Read } from '../collect/SourceResult';
import { DeliveryIntent } from './DeliveryIntent';
import { DatabaseRoleView, WorkloadView } from './ServiceView';

/** How many leases of a credential are due, and of what each is one. */
export interface ExpectedLeases {
  readonly count: number;
  readonly per: 'pod' | 'object';
}

/**
 * An operator renews one. External Secrets renews none and takes a new one at
 * each refresh, while the older ones live on to their end.
 */
function perObject(
  { delivery }: DeliveryIntent,
  { defaultTtlSeconds }: DatabaseRoleView,
): number {
  const refresh = delivery?.resource.refreshSeconds ?? 0;
  return refresh > 0 ? Math.max(1, Math.ceil(defaultTtlSeconds / refresh)) : 1;
}

function objectsOf(
  users: readonly WorkloadView[],
  path: string,
): DeliveryIntent[] {
  const intents = users
    .flatMap(user => user.intents)
    .filter(
      ({ leasesPer, paths }) => leasesPer === 'object' && paths.includes(path),
    );
  // Several workloads may share what one object delivers.
  return [
    ...new Map(intents.map(intent => [intent.delivery?.name, intent])).values(),
  ];
}

/**
 * One for each pod there should be, started or not: pods that cannot start
 * are why leases are missing. How many a workload takes that nothing delivers
 * to is not for us to know, and one without pods takes none by its pods.
 */
export function expectedLeases(
  role: DatabaseRoleView | undefined,
): ExpectedLeases | undefined {
  const users: Read<readonly WorkloadView[]> = role?.usedBy ?? 'unreadable';
  if (!role || users === 'unreadable') return undefined;
  if (users.some(({ intents }) => intents.length === 0)) return undefined;
  const path = `${role.at.mount}/creds/${role.at.name}`;
  const pods = users
    .filter(({ intents }) =>
      intents.some(
        intent => intent.leasesPer === 'pod' && intent.paths.includes(path),
      ),
    )
    .reduce((sum, { workload }) => sum + workload.desiredPods, 0);
  const objects = objectsOf(users, path);
  const count = objects.reduce(
    (sum, intent) => sum + perObject(intent, role),
    pods,
  );
  if (count === 0) return undefined;
  return { count, per: objects.length > 0 ? 'object' : 'pod' };
}
