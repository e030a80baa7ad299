import { mountedName } from '../../resolve/ServiceView';
import { Check, whenRead } from '../Check';

const drops = /\bDROP\s+(?:USER|ROLE|LOGIN)\b|\bdropUser\b/i;

/** The revocation statements leave the database user behind. */
export const revocationKeepsUser: Check = ({ view }) =>
  whenRead(view.databaseRoles, roles =>
    roles.flatMap(({ at, role }) => {
      const statements = role?.revocationStatements ?? [];
      const json = statements.some(text => text.trimStart().startsWith('{'));
      if (
        statements.length === 0 ||
        json ||
        drops.test(statements.join('\n'))
      ) {
        return [];
      }
      return {
        subject: { kind: 'database-role', name: mountedName(at) },
        message: `The revocation statements of \`${at.name}\` do not drop the user, so dead users pile up.`,
      };
    }),
  );
