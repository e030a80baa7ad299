import { isRead } from '../../collect/SourceResult';
import { Check } from '../Check';
import { authRolePlace, claimedPaths, policyLinks } from '../places';
import { logsIn } from '../logins';

/** The auth role attaches no policy. */
export const authRoleGrantsNothing: Check = ({ view }) => {
  const needed = logsIn(view);
  const { authRole: role, binding } = view;
  if (!isRead(role) || !isRead(needed)) return 'unknown';
  if (!role || !needed || role.tokenPolicies.length > 0) return [];
  return [
    {
      subject: authRolePlace(view),
      message: `Auth role \`${binding.authRole.name}\` attaches no policy, so a login with it can read nothing.`,
      links: policyLinks(view, claimedPaths(view)),
    },
  ];
};
