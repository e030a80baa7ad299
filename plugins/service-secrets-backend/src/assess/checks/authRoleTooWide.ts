import { isRead } from '../../collect/SourceResult';
import { bindsMany } from '../bindsName';
import { Check } from '../Check';
import { authRolePlace } from '../places';
import { logsIn } from '../logins';

/** The auth role lets in pods that are not the service's. */
export const authRoleTooWide: Check = ({ view }) => {
  const needed = logsIn(view);
  const { authRole: role, binding } = view;
  if (!isRead(role) || !isRead(needed)) return 'unknown';
  if (!role || !needed) return [];
  const names = bindsMany(role.boundServiceAccountNames);
  const namespaces =
    bindsMany(role.boundServiceAccountNamespaces) ||
    role.namespaceSelector !== undefined;
  if (!names && !namespaces) return [];
  const which = [
    names ? 'service accounts' : '',
    namespaces ? 'namespaces' : '',
  ].filter(word => word !== '');
  return [
    {
      subject: authRolePlace(view),
      message: `Auth role \`${binding.authRole.name}\` binds ${which.join(
        ' and ',
      )} by pattern, so pods of others can log in with it.`,
    },
  ];
};
