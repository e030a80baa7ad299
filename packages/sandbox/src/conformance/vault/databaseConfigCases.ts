import { defineCases } from '../defineCases';
import { Json } from '../Transcript';
import {
  connection,
  creation,
  databaseMount,
  databaseUser,
} from './databaseSetup';

const source =
  'Vault API: database secrets engine; builtin/logical/database/path_config_connection.go';

/** Connections of the database engine. */
export const databaseConfigCases = defineCases(source, {
  'a connection is written, read, listed and removed': async vault => {
    const mount = await vault.mount('database');
    await vault.list(`${mount}/config`);
    await vault.post(`${mount}/config/db`, connection(vault));
    await vault.get(`${mount}/config/db`);
    await vault.list(`${mount}/config`);
    await vault.delete(`${mount}/config/db`);
    await vault.delete(`${mount}/config/db`);
    await vault.get(`${mount}/config/db`);
  },
  'a connection without plugin, or one nobody has, is refused': async vault => {
    const mount = await vault.mount('database');
    await vault.post(`${mount}/config/db`, {});
    await vault.post(`${mount}/config/db`, { plugin_name: '' });
    await vault.post(`${mount}/config/db`, { plugin_name: 'no-such-plugin' });
  },
  'a connection without URL is refused': async vault => {
    const mount = await vault.mount('database');
    const plugin = { plugin_name: 'postgresql-database-plugin' };
    await vault.post(`${mount}/config/db`, plugin);
    await vault.post(`${mount}/config/db`, { ...plugin, connection_url: '' });
  },
  'a wrong password is found when the connection is verified': async vault => {
    const mount = await vault.mount('database');
    const config = connection(vault, { password: 'not the password' });
    await vault.post(`${mount}/config/db`, config);
    await vault.get(`${mount}/config/db`);
  },
  'an unknown database is found when the connection is verified':
    async vault => {
      const mount = await vault.mount('database');
      const { host, port } = vault.database;
      const url = `postgresql://{{username}}:{{password}}@${host}:${port}/nowhere?sslmode=disable`;
      await vault.post(
        `${mount}/config/db`,
        connection(vault, { connection_url: url }),
      );
    },
  'a server that is not there is found when the connection is verified':
    async vault => {
      const mount = await vault.mount('database');
      const url =
        'postgresql://{{username}}:{{password}}@127.0.0.1:1/postgres?sslmode=disable';
      await vault.post(
        `${mount}/config/db`,
        connection(vault, { connection_url: url }),
      );
    },
  'a URL that is none is refused': async vault => {
    const mount = await vault.mount('database');
    for (const url of ['not a url', 'mysql://x', '{{username}}']) {
      await vault.post(
        `${mount}/config/db`,
        connection(vault, { connection_url: url }),
      );
    }
  },
  'an unverified connection is kept and fails when it is used': async vault => {
    const mount = await vault.mount('database');
    const config = connection(vault, {
      password: 'not the password',
      verify_connection: false,
    });
    await vault.post(`${mount}/config/db`, config);
    await vault.get(`${mount}/config/db`);
    await vault.prepare('POST', `${mount}/roles/r`, {
      db_name: 'db',
      creation_statements: creation,
    });
    await vault.get(`${mount}/creds/r`);
  },
  'a password in the URL is not shown': async vault => {
    const mount = await vault.mount('database');
    const { host, port, user, password } = vault.database;
    const url = `postgresql://${user}:${password}@${host}:${port}/postgres?sslmode=disable`;
    await vault.post(`${mount}/config/db`, {
      plugin_name: 'postgresql-database-plugin',
      connection_url: url,
    });
    await vault.get(`${mount}/config/db`);
  },
  'fields of a connection are changed one by one': async vault => {
    const mount = await databaseMount(vault);
    await vault.post(`${mount}/config/db`, { allowed_roles: ['a', 'b*'] });
    await vault.get(`${mount}/config/db`);
    await vault.post(`${mount}/config/db`, {
      root_rotation_statements: ['SELECT 1'],
      max_open_connections: 7,
      username_template: 'x-{{random 8}}',
    });
    await vault.get(`${mount}/config/db`);
  },
  'connection settings of the wrong type are refused': async vault => {
    const mount = await vault.mount('database');
    const path = `${mount}/config/db`;
    const settings: readonly Record<string, Json>[] = [
      { max_open_connections: 'many' },
      { max_connection_lifetime: 'soon' },
      { verify_connection: 'perhaps' },
      { username_template: '{{' },
      { username_template: '{{nothing}}' },
      { allowed_roles: { a: 1 } },
      { disable_escaping: 'perhaps' },
    ];
    for (const setting of settings) {
      await vault.post(path, connection(vault, setting));
    }
  },
  'names with odd characters are unknown paths': async vault => {
    const mount = await vault.mount('database');
    await vault.get(`${mount}/config/a%20b`);
    await vault.get(`${mount}/roles/-a`);
    await vault.get(`${mount}/roles/a.b`);
    await vault.get(`${mount}/roles/a/b`);
  },
  'a connection is reset': async vault => {
    const mount = await databaseMount(vault);
    await vault.post(`${mount}/reset/db`);
    await vault.post(`${mount}/reset/none`);
  },
  'the root password is rotated once it may be': async vault => {
    const { mount, username, password } = await databaseUser(vault);
    await vault.prepare(
      'POST',
      `${mount}/config/own`,
      connection(vault, { username, password }),
    );
    await vault.post(`${mount}/rotate-root/own`);
    await vault.get(`${mount}/config/own`);
    await vault.post(`${mount}/reset/own`);
    const again = connection(vault, { username, password });
    await vault.post(`${mount}/config/again`, again);
  },
  'rotation of an unknown connection, or without user, is refused':
    async vault => {
      const mount = await vault.mount('database');
      await vault.post(`${mount}/rotate-root/none`);
      await vault.post(`${mount}/config/db`, {
        plugin_name: 'postgresql-database-plugin',
        connection_url: 'postgresql://127.0.0.1:1/x',
        verify_connection: false,
      });
      await vault.post(`${mount}/rotate-root/db`);
    },
  'a rotation that fails keeps the password': async vault => {
    const { mount, username, password } = await databaseUser(vault);
    const config = connection(vault, {
      username,
      password,
      root_rotation_statements: ['SELECT no_such_function()'],
    });
    await vault.prepare('POST', `${mount}/config/own`, config);
    await vault.post(`${mount}/rotate-root/own`);
    await vault.post(`${mount}/reset/own`);
  },
});
