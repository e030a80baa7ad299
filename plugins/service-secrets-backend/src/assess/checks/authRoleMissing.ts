import { isRead } from '../../collect/SourceResult';
import { Check } from '../Check';
import { authRolePlace, loginLinks } from '../places';
import { logsIn } from '../logins';

/** Vault has no auth role of the claimed name. */
export const authRoleMissing: Check = ({ view }) => {
  const needed = logsIn(view);
  if (!isRead(view.authRole) || !isRead(needed)) return 'unknown';
  if (view.authRole || !needed) return [];
  const { mount, name } = view.binding.authRole;
  return [
    {
      subject: authRolePlace(view),
      message: `Vault has no auth role \`${name}\` on \`auth/${mount}\`.`,
      links: loginLinks(view),
    },
  ];
};
