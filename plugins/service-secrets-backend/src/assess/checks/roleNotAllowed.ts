import { mountedName } from '../../resolve/ServiceView';
import { bindsName } from '../bindsName';
import { Check, whenRead } from '../Check';
import { connectedRoles } from '../connections';
import { connectionLink } from '../places';

/** The connection does not allow the database role. */
export const roleNotAllowed: Check = ({ view }) =>
  whenRead(connectedRoles(view), roles =>
    roles
      .filter(
        ({ at, connection }) => !bindsName(connection.allowedRoles, at.name),
      )
      .map(({ at, name }) => ({
        subject: { kind: 'database-role', name: mountedName(at) },
        message: `Connection \`${name}\` does not allow the role \`${at.name}\`.`,
        remedy: `Add \`${at.name}\` to \`allowed_roles\` of \`${at.mount}/config/${name}\`.`,
        links: [connectionLink(at, name)],
      })),
  );
