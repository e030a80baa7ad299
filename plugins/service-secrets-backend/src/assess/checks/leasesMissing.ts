import { isRead } from '../../collect/SourceResult';
import { mountedName, ServiceView } from '../../resolve/ServiceView';
import { Check, counted } from '../Check';

/** Pods that use the role and had the time to log in. */
function settledPods(view: ServiceView, name: string, before: number): number {
  const roles = isRead(view.databaseRoles) ? view.databaseRoles : [];
  const role = roles.find(({ at }) => mountedName(at) === name);
  const users = role && isRead(role.usedBy) ? role.usedBy : [];
  return users
    .filter(({ intents }) => intents.length > 0)
    .flatMap(({ pods }) => pods)
    .filter(
      ({ phase, startedAt }) =>
        phase === 'Running' && startedAt && startedAt.getTime() < before,
    ).length;
}

/** Pods run and no lease of their role is live. */
export const leasesMissing: Check = ({ view, now, thresholds }) => {
  const { leases, workloads, databaseRoles, leasesAreCurrent } = view;
  if (!isRead(leases) || !isRead(workloads) || !isRead(databaseRoles)) {
    return 'unknown';
  }
  if (!leasesAreCurrent) return 'unknown';
  const before = now.getTime() - thresholds.podStartMs;
  return leases.flatMap(({ at, total }) => {
    const pods = settledPods(view, mountedName(at), before);
    if (total > 0 || pods === 0) return [];
    return {
      subject: { kind: 'database-role', name: mountedName(at) },
      message: `${counted(pods, 'pod')} should hold a lease of \`${
        at.name
      }\`, and there is none.`,
    };
  });
};
