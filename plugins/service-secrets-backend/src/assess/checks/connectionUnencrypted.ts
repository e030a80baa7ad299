import type { Connection } from 'backstage-plugin-service-secrets-node';

import { Check, whenRead } from '../Check';
import { connectedRoles, distinctConnections } from '../connections';

/** Values that encrypt and verify the server, by plugin; plugins we know no values of are not judged. */
const verified: Readonly<Record<string, readonly string[]>> = {
  'postgresql-database-plugin': ['verify-full', 'verify-ca'],
  'redshift-database-plugin': ['verify-full', 'verify-ca'],
  'mysql-database-plugin': ['true', 'custom'],
};

/** What never leaves the machine needs no encryption. */
const loopback =
  /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|::1)(?::\d+)?(?:\/|$)/;

function isExposed({ plugin, endpoint, tlsMode }: Connection): boolean {
  if (!Object.hasOwn(verified, plugin)) return false;
  if (endpoint !== undefined && loopback.test(endpoint)) return false;
  return tlsMode === undefined || !verified[plugin].includes(tlsMode);
}

/** The connection to the database is not encrypted, or does not verify the server. */
export const connectionUnencrypted: Check = ({ view }) =>
  whenRead(connectedRoles(view), roles =>
    distinctConnections(roles)
      .filter(({ connection }) => isExposed(connection))
      .map(({ at, name, connection }) => ({
        subject: { kind: 'connection', name: `${at.mount}/${name}` },
        message: connection.tlsMode
          ? `Connection \`${name}\` uses \`${connection.tlsMode}\`, which does not verify the database server.`
          : `Connection \`${name}\` names no TLS mode, so it may not be encrypted.`,
      })),
  );
