import { mountedName } from '../../resolve/ServiceView';
import { Check, quoted, whenRead } from '../Check';

/** What makes a database user an administrator; `NOSUPERUSER` and its like are other words. */
const administration: readonly [string, RegExp][] = [
  ['SUPERUSER', /\bSUPERUSER\b/i],
  ['CREATEROLE', /\bCREATEROLE\b/i],
  ['CREATEDB', /\bCREATEDB\b/i],
  ['BYPASSRLS', /\bBYPASSRLS\b/i],
  ['db_owner', /\bdb_owner\b/i],
  ['WITH ADMIN OPTION', /\bWITH\s+ADMIN\s+OPTION\b/i],
  ['WITH GRANT OPTION', /\bWITH\s+GRANT\s+OPTION\b/i],
  ['GRANT ALL ON *.*', /\bGRANT\s+ALL(?:\s+PRIVILEGES)?\s+ON\s+\*\.\*/i],
];

/** The database role makes its users administrators. */
export const adminGrants: Check = ({ view }) =>
  whenRead(view.databaseRoles, roles =>
    roles.flatMap(({ at, role }) => {
      const text = role?.creationStatements.join('\n') ?? '';
      const found = administration.filter(([, pattern]) => pattern.test(text));
      if (found.length === 0) return [];
      return {
        subject: { kind: 'database-role', name: mountedName(at) },
        message: `Database role \`${
          at.name
        }\` grants administration rights: ${quoted(
          found.map(([word]) => word),
        )}.`,
      };
    }),
  );
