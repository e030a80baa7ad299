import { ttlWords } from 'backstage-plugin-service-secrets-common';

import { mountedName } from '../../resolve/ServiceView';
import { Check, whenRead } from '../Check';

/** The role asks for a longer default life than it allows at most. */
export const defaultTtlExceedsMax: Check = ({ view }) =>
  whenRead(view.databaseRoles, roles =>
    roles.flatMap(({ at, role }) => {
      if (!role || role.maxTtlSeconds === 0) return [];
      if (role.defaultTtlSeconds <= role.maxTtlSeconds) return [];
      return {
        subject: { kind: 'database-role', name: mountedName(at) },
        message: `Database role \`${at.name}\` has a default TTL of ${ttlWords(
          role.defaultTtlSeconds,
        )} and a max TTL of ${ttlWords(role.maxTtlSeconds)}.`,
      };
    }),
  );
