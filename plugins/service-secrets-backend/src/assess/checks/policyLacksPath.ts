import type { AuthRole, Mounted } from 'backstage-plugin-service-secrets-node';

import { isRead } from '../../collect/SourceResult';
import { PoliciesAnswer } from '../../collect/sources/policies';
import { evaluatePath } from '../../resolve/policy/evaluatePath';
import { Check, quoted } from '../Check';
import { credsPath, roleLink, staticCredsPath } from '../places';

/** An absent role or policy is the cause already; a path no policy grants would only repeat it. */
function isExplained(role: AuthRole | undefined, policies: PoliciesAnswer) {
  return (
    !role || role.tokenPolicies.length === 0 || policies.missing.length > 0
  );
}

/** No policy of the auth role grants a credential path of the service. */
export const policyLacksPath: Check = ({ view }) => {
  const { policies, authRole: role, binding } = view;
  if (!isRead(policies) || !isRead(role)) return 'unknown';
  if (isExplained(role, policies)) return [];
  const paths: [Mounted, string][] = [
    ...binding.databaseRoles.map((at): [Mounted, string] => [
      at,
      credsPath(at),
    ]),
    ...binding.staticRoles.map((at): [Mounted, string] => [
      at,
      staticCredsPath(at),
    ]),
  ];
  const verdicts = paths.map(([at, path]) => ({
    at,
    path,
    verdict: evaluatePath(policies.found, path, 'read').verdict,
  }));
  const denied = verdicts.filter(({ verdict }) => verdict === 'denied');
  const open = verdicts.some(({ verdict }) => verdict === 'undecidable');
  if (denied.length === 0 && open) return 'unknown';
  return denied.map(({ at, path }) => ({
    subject: { kind: 'database-role', name: `${at.mount}/${at.name}` },
    message: `No policy of auth role \`${
      binding.authRole.name
    }\` grants \`read\` on \`${path}\`; it attaches ${quoted(
      role?.tokenPolicies ?? [],
    )}.`,
    remedy: `Grant \`read\` on \`${path}\`.`,
    links: [roleLink(view, at, path)],
  }));
};
