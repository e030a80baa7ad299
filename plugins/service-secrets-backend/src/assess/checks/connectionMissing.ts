import { mountedName } from '../../resolve/ServiceView';
import { Check, whenRead } from '../Check';
import { connectionLink } from '../places';
import { credentialRoles } from '../scope';

/** The connection a database role names does not exist. */
export const connectionMissing: Check = ({ view }) =>
  whenRead(credentialRoles(view), roles => {
    const missing = roles.flatMap(({ at, role, connection }) =>
      role && connection === undefined ? { at, name: role.connection } : [],
    );
    const unread = roles.some(({ connection }) => connection === 'unreadable');
    if (missing.length === 0 && unread) return 'unknown';
    return missing.map(({ at, name }) => ({
      subject: { kind: 'database-role', name: mountedName(at) },
      message: `Database role \`${at.name}\` points to the connection \`${name}\`, which mount \`${at.mount}\` does not have.`,
      links: [connectionLink(at, name)],
    }));
  });
