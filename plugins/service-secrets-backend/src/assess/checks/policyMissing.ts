import { isRead } from '../../collect/SourceResult';
import { Check } from '../Check';
import { authRolePlace } from '../places';
import { logsIn } from '../logins';

/** A policy the auth role attaches does not exist. */
export const policyMissing: Check = ({ view }) => {
  const needed = logsIn(view);
  const { policies, binding } = view;
  if (!isRead(policies) || !isRead(needed)) return 'unknown';
  if (!needed) return [];
  return policies.missing.map(name => ({
    subject: { kind: 'policy', name },
    message: `Auth role \`${binding.authRole.name}\` attaches the policy \`${name}\`, which Vault does not have.`,
    links: [{ from: authRolePlace(view), to: { kind: 'policy', name } }],
  }));
};
