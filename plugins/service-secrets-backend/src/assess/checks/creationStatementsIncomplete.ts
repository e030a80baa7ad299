import { mountedName } from '../../resolve/ServiceView';
import { Check, whenRead } from '../Check';
import { connectionLink } from '../places';

/** Databases whose users are made by SQL; the others take JSON, which needs no placeholders. */
function isSql(statements: readonly string[]): boolean {
  return !statements.some(statement => statement.trimStart().startsWith('{'));
}

function lacking(statements: readonly string[]): string[] {
  const text = statements.join('\n');
  const name = /\{\{\s*(?:name|username)\s*\}\}/.test(text);
  const password = /\{\{\s*password\s*\}\}/.test(text);
  return [name ? '' : '`{{name}}`', password ? '' : '`{{password}}`'].filter(
    word => word !== '',
  );
}

/** The creation statements cannot create a login. */
export const creationStatementsIncomplete: Check = ({ view }) =>
  whenRead(view.databaseRoles, roles =>
    roles.flatMap(({ at, role }) => {
      if (!role || !isSql(role.creationStatements)) return [];
      const missing = lacking(role.creationStatements);
      if (missing.length === 0) return [];
      return {
        subject: { kind: 'database-role', name: mountedName(at) },
        message:
          role.creationStatements.length === 0
            ? `Database role \`${at.name}\` has no creation statements.`
            : `The creation statements of \`${
                at.name
              }\` do not use ${missing.join(' and ')}.`,
        links: [connectionLink(at, role.connection)],
      };
    }),
  );
