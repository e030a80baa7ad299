import { mountedName } from '../../resolve/ServiceView';
import { Check, counted, whenRead } from '../Check';
import { credsPath } from '../places';

/** Vault gave up revoking a lease of the service. */
export const leaseIrrevocable: Check = ({ view }) =>
  whenRead(view.irrevocable, irrevocable =>
    view.binding.databaseRoles.flatMap(at => {
      const stuck = irrevocable.filter(({ id }) =>
        id.startsWith(`${credsPath(at)}/`),
      );
      if (stuck.length === 0) return [];
      const reasons = [...new Set(stuck.map(({ reason }) => reason))];
      return {
        subject: { kind: 'database-role', name: mountedName(at) },
        message: `Vault could not revoke ${counted(
          stuck.length,
          'lease',
        )} of \`${at.name}\`: ${reasons.join(' ')}`,
      };
    }),
  );
