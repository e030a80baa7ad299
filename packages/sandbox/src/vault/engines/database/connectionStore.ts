import { internalError } from '../../problems';
import { globMatches } from '../glob';

import { Connection } from './model';
import { openPlugin } from './plugins';
import { DatabasePlugin } from './plugins/DatabasePlugin';

/** The configured connections of a mount, and the plugins opened for them. */
export interface ConnectionStore {
  readonly all: Map<string, Connection>;
  /** The connection, or Vault's error for a missing one. */
  require(name: string): Connection;
  /** The plugin of a connection, opened at first use. */
  plugin(connection: Connection): DatabasePlugin;
  /** Forgets the open plugin, so that the next use opens a new one. */
  reset(name: string): Promise<void>;
  close(): Promise<void>;
}

/** An empty store. */
export function createConnectionStore(): ConnectionStore {
  const all = new Map<string, Connection>();
  const open = new Map<string, DatabasePlugin>();

  async function reset(name: string): Promise<void> {
    const plugin = open.get(name);
    open.delete(name);
    await plugin?.close();
  }

  return {
    all,
    reset,
    require(name) {
      const connection = all.get(name);
      if (!connection) {
        throw internalError(
          `failed to find entry for connection with name: "${name}"`,
        );
      }
      return connection;
    },
    plugin(connection) {
      const known = open.get(connection.name);
      if (known) {
        return known;
      }
      const plugin = openPlugin(connection.pluginName, connection.details);
      open.set(connection.name, plugin);
      return plugin;
    },
    async close() {
      await Promise.all([...open.keys()].map(reset));
    },
  };
}

/** Refuses a role the connection does not allow. */
export function requireAllowedRole(
  connection: Connection,
  roleName: string,
): void {
  const allowed = connection.allowedRoles.some(pattern =>
    globMatches(pattern, roleName),
  );
  if (!allowed) {
    throw internalError(`"${roleName}" is not an allowed role`);
  }
}
