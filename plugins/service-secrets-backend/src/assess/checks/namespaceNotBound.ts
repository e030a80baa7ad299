import { isRead } from '../../collect/SourceResult';
import { bindsName } from '../bindsName';
import { Check, quoted } from '../Check';
import { authRolePlace, loginLinks } from '../places';
import { logsIn } from '../logins';

/** The auth role does not bind the namespace of the pods. */
export const namespaceNotBound: Check = ({ view }) => {
  const needed = logsIn(view);
  const { authRole: role, binding } = view;
  if (!isRead(role) || !isRead(needed)) return 'unknown';
  if (!role || !needed) return [];
  const bound = role.boundServiceAccountNamespaces;
  if (bindsName(bound, binding.namespace)) return [];
  // The selector looks at labels of the Namespace, which are not ours to read.
  if (role.namespaceSelector !== undefined) return 'unknown';
  return [
    {
      subject: authRolePlace(view),
      message: `Namespace \`${
        binding.namespace
      }\` is not bound to auth role \`${
        binding.authRole.name
      }\`: the role allows ${quoted(bound)}.`,
      remedy: `Add \`${binding.namespace}\` to \`bound_service_account_namespaces\` of \`auth/${binding.authRole.mount}/role/${binding.authRole.name}\`.`,
      links: loginLinks(view),
    },
  ];
};
