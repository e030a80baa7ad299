import { isRead } from '../../collect/SourceResult';
import { bindsName } from '../bindsName';
import { Check, quoted } from '../Check';
import { authRolePlace } from '../places';
import { logins } from '../logins';

/** The auth role does not bind the service account that logs in. */
export const serviceAccountNotBound: Check = ({ view }) => {
  const found = logins(view);
  const { authRole: role, binding } = view;
  if (!isRead(role) || !isRead(found)) return 'unknown';
  if (!role) return [];
  const bound = role.boundServiceAccountNames;
  const accounts = found.map(({ serviceAccount }) => serviceAccount);
  return [...new Set(accounts)]
    .filter(account => !bindsName(bound, account))
    .map(account => ({
      subject: { kind: 'service-account', name: account },
      message: `Service account \`${account}\` is not bound to auth role \`${
        binding.authRole.name
      }\`: the role allows ${quoted(bound)}.`,
      remedy: `Add \`${account}\` to \`bound_service_account_names\` of \`auth/${binding.authRole.mount}/role/${binding.authRole.name}\`, or log in with a bound one.`,
      links: [
        {
          from: { kind: 'service-account', name: account },
          to: authRolePlace(view),
        },
      ],
    }));
};
