import { isRead } from '../../collect/SourceResult';
import { Check } from '../Check';
import { logins } from '../logins';
import { authRolePlace } from '../places';

/** The token of a login does not carry the audience the auth role asks for. */
export const audienceMismatch: Check = ({ view }) => {
  const found = logins(view);
  const { authRole: role, binding } = view;
  if (!isRead(role) || !isRead(found)) return 'unknown';
  const audience = role?.audience;
  if (audience === undefined) return [];
  return found
    .filter(({ offered }) => offered && !offered.includes(audience))
    .map(({ by, serviceAccount }) => ({
      subject: by,
      message: `Auth role \`${binding.authRole.name}\` asks for the audience \`${audience}\`, which the token of \`${by.name}\` does not carry.`,
      links: [
        {
          from: { kind: 'service-account', name: serviceAccount },
          to: authRolePlace(view),
        },
      ],
    }));
};
