import { isRead } from '../../collect/SourceResult';
import { mountedName } from '../../resolve/ServiceView';
import { Check, counted } from '../Check';

/** Leases are older than every pod that could hold them. */
export const leasesOrphaned: Check = ({ view }) => {
  const { leases, workloads } = view;
  if (!isRead(leases) || !isRead(workloads)) return 'unknown';
  return leases.flatMap(({ at, leases: rows }) => {
    const orphans = rows.filter(({ state }) => state === 'orphan');
    if (orphans.length === 0) return [];
    return {
      subject: { kind: 'database-role', name: mountedName(at) },
      message: `${counted(orphans.length, 'lease')} of \`${
        at.name
      }\` likely belonged to pods that are gone.`,
    };
  });
};
