import { Check, whenRead } from '../Check';
import { connectedRoles, distinctConnections } from '../connections';

/** The connection allows every role. */
export const anyRoleAllowed: Check = ({ view }) =>
  whenRead(connectedRoles(view), roles =>
    distinctConnections(roles)
      .filter(({ connection }) => connection.allowedRoles.includes('*'))
      .map(({ at, name }) => ({
        subject: { kind: 'connection', name: `${at.mount}/${name}` },
        message: `Connection \`${name}\` allows every role, so whoever can write a role can use its database.`,
      })),
  );
