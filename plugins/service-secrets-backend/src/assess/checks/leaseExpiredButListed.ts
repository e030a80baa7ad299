import { leaseEnd } from '../../resolve/resolveLeases';
import { mountedName } from '../../resolve/ServiceView';
import { Check, counted, whenRead } from '../Check';

/** Vault revokes in the background; a lease may be listed this long after its end. */
const GRACE_MS = 60_000;

/** A lease has ended and Vault still lists it. */
export const leaseExpiredButListed: Check = ({ view, now }) => {
  // An older answer tells nothing of leases that ended since.
  if (!view.leasesAreCurrent) return 'unknown';
  return whenRead(view.leases, roles =>
    roles.flatMap(({ at, leases }) => {
      const late = leases.filter(
        ({ state, lease }) =>
          state === 'expired' &&
          now.getTime() - leaseEnd(lease).getTime() > GRACE_MS,
      );
      if (late.length === 0) return [];
      return {
        subject: { kind: 'database-role', name: mountedName(at) },
        message: `${counted(late.length, 'lease')} of \`${
          at.name
        }\` ended and ${late.length === 1 ? 'is' : 'are'} still listed.`,
      };
    }),
  );
};
