import { isRead } from '../../collect/SourceResult';
import {
  DatabaseRoleView,
  mountedName,
  StaticRoleView,
} from '../../resolve/ServiceView';
import { Check, Problem } from '../Check';
import { credsPath, roleLink, staticCredsPath } from '../places';

/** A database role the service claims does not exist. */
export const databaseRoleMissing: Check = ({ view }) => {
  const { databaseRoles, staticRoles } = view;
  if (!isRead(databaseRoles) || !isRead(staticRoles)) return 'unknown';
  const problem = (
    { at }: DatabaseRoleView | StaticRoleView,
    what: string,
    path: string,
  ): Problem => ({
    subject: { kind: 'database-role', name: mountedName(at) },
    message: `Mount \`${at.mount}\` has no ${what} \`${at.name}\`.`,
    links: [roleLink(view, at, path)],
  });
  return [
    ...databaseRoles
      .filter(({ role }) => !role)
      .map(role => problem(role, 'database role', credsPath(role.at))),
    ...staticRoles
      .filter(({ role }) => !role)
      .map(role => problem(role, 'static role', staticCredsPath(role.at))),
  ];
};
