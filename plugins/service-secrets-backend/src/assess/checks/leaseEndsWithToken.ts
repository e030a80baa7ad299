import { ttlWords } from 'backstage-plugin-service-secrets-common';

import { isRead } from '../../collect/SourceResult';
import { mountedName } from '../../resolve/ServiceView';
import { Check } from '../Check';

/** The login token ends before the credentials it fetched would. */
export const leaseEndsWithToken: Check = ({ view }) => {
  const { databaseRoles, authRole, binding } = view;
  if (!isRead(databaseRoles) || !isRead(authRole)) return 'unknown';
  return databaseRoles
    .filter(({ limit }) => limit.by === 'token')
    .map(({ at, limit }) => ({
      subject: { kind: 'database-role', name: mountedName(at) },
      message: `Credentials of \`${
        at.name
      }\` end with the token of auth role \`${
        binding.authRole.name
      }\`, after ${ttlWords(limit.seconds)} at the latest.`,
    }));
};
