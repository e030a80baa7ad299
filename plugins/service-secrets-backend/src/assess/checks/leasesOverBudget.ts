import { isRead } from '../../collect/SourceResult';
import { leasesPerPod } from '../../resolve/readInjector';
import { mountedName } from '../../resolve/ServiceView';
import { Check, counted } from '../Check';

/** There are more leases than pods, rolling updates and init containers explain. */
export const leasesOverBudget: Check = ({ view, thresholds }) => {
  const { leases, workloads } = view;
  if (!isRead(leases) || !isRead(workloads)) return 'unknown';
  const perPod = workloads.some(
    ({ injector }) => injector && leasesPerPod(injector) === 2,
  )
    ? 2
    : 1;
  return leases.flatMap(({ at, total, expected, expectedPer }) => {
    if (expected === undefined || expected === 0) return [];
    // During a rolling update every pod exists twice.
    const limit = expected * (perPod + 1) * thresholds.leaseBudget;
    if (total <= limit) return [];
    return {
      subject: { kind: 'database-role', name: mountedName(at) },
      message: `\`${at.name}\` has ${total} leases for ${counted(
        expected,
        expectedPer === 'object' ? 'delivered login' : 'pod',
      )}; at most ${Math.floor(limit)} are explained.`,
    };
  });
};
