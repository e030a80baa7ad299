import { defineCases } from '../defineCases';
import {
  connection,
  creation,
  databaseMount,
  mountWithRole,
} from './databaseSetup';

const source =
  'Vault API: database secrets engine; builtin/logical/database/path_roles.go, path_creds_create.go';

/** Dynamic roles of the database engine and what they issue. */
export const databaseRoleCases = defineCases(source, {
  'database role: written, read, listed and removed': async vault => {
    const mount = await vault.mount('database');
    await vault.list(`${mount}/roles`);
    await vault.get(`${mount}/roles/app`);
    await vault.post(`${mount}/roles/app`, {
      db_name: 'db',
      creation_statements: creation,
      revocation_statements: 'SELECT 1',
      default_ttl: '1h',
      max_ttl: 86400,
    });
    await vault.get(`${mount}/roles/app`);
    await vault.list(`${mount}/roles`);
    await vault.delete(`${mount}/roles/app`);
    await vault.delete(`${mount}/roles/app`);
    await vault.get(`${mount}/roles/app`);
  },
  'database role: what it needs is named': async vault => {
    const mount = await vault.mount('database');
    const path = `${mount}/roles/app`;
    await vault.post(path, {});
    await vault.post(path, { db_name: '' });
    await vault.post(path, { db_name: 'db' });
    await vault.post(path, { db_name: 'db', creation_statements: [] });
  },
  'database role: TTLs that make no sense': async vault => {
    const mount = await vault.mount('database');
    const path = `${mount}/roles/app`;
    const role = { db_name: 'db', creation_statements: creation };
    await vault.post(path, { ...role, default_ttl: '2h', max_ttl: '1h' });
    await vault.post(path, { ...role, default_ttl: 'soon' });
    await vault.post(path, { ...role, default_ttl: -1 });
    await vault.post(path, { ...role, max_ttl: '1x' });
    await vault.post(path, { ...role, max_ttl: '9999h' });
  },
  'database role: a change keeps what it does not name': async vault => {
    const mount = await mountWithRole(vault);
    await vault.post(`${mount}/roles/app`, { default_ttl: '20m' });
    await vault.get(`${mount}/roles/app`);
  },
  'database role: credential types and their settings': async vault => {
    const mount = await vault.mount('database');
    const role = { db_name: 'db', creation_statements: creation };
    const path = `${mount}/roles/app`;
    await vault.post(path, { ...role, credential_type: 'other' });
    await vault.post(path, {
      ...role,
      credential_type: 'password',
      credential_config: { password_policy: 'none' },
    });
    await vault.get(path);
    await vault.post(path, {
      ...role,
      credential_type: 'rsa_private_key',
      credential_config: { key_bits: 5 },
    });
  },
  'database role: unknown fields': async vault => {
    const mount = await vault.mount('database');
    await vault.post(`${mount}/roles/app`, {
      db_name: 'db',
      creation_statement: creation,
      creation_statements: creation,
    });
  },
  'credentials are issued under a lease': async vault => {
    const mount = await mountWithRole(vault);
    await vault.get(`${mount}/creds/app`);
  },
  'credentials of an unknown role are refused': async vault => {
    const mount = await databaseMount(vault);
    await vault.get(`${mount}/creds/none`);
  },
  'credentials of a role with an unknown connection are refused':
    async vault => {
      const mount = await vault.mount('database');
      await vault.prepare('POST', `${mount}/roles/app`, {
        db_name: 'none',
        creation_statements: creation,
      });
      await vault.get(`${mount}/creds/app`);
    },
  'a role the connection does not allow issues nothing': async vault => {
    const mount = await mountWithRole(vault);
    for (const allowed of [[], ['other'], ['ap*'], 'app,other']) {
      await vault.prepare('POST', `${mount}/config/db`, {
        allowed_roles: allowed,
      });
      await vault.get(`${mount}/creds/app`);
    }
  },
  'default lifetimes come from the mount': async vault => {
    const mount = await mountWithRole(vault, { default_ttl: 0, max_ttl: 0 });
    await vault.get(`${mount}/creds/app`);
    await vault.prepare('POST', `sys/mounts/${mount}/tune`, {
      default_lease_ttl: '30m',
      max_lease_ttl: '45m',
    });
    await vault.get(`${mount}/creds/app`);
  },
  'a role beyond the mount is held to it': async vault => {
    const mount = await mountWithRole(vault, {
      default_ttl: '2h',
      max_ttl: '4h',
    });
    await vault.prepare('POST', `sys/mounts/${mount}/tune`, {
      default_lease_ttl: '30m',
      max_lease_ttl: '1h',
    });
    await vault.get(`${mount}/creds/app`);
  },
  'bad SQL is answered with what the database says': async vault => {
    const mount = await databaseMount(vault);
    const statements = {
      syntax: ['CREATE ROL "{{name}}"'],
      table: ['SELECT * FROM no_such_table'],
      function: ['SELECT no_such_function()'],
      role: ['GRANT no_such_role TO postgres'],
      second: [...creation, 'GRANT SELECT ON no_such_table TO "{{name}}"'],
      quote: [`CREATE ROLE "{{name}}" PASSWORD '`],
      empty: [''],
    };
    for (const [name, creation_statements] of Object.entries(statements)) {
      await vault.post(`${mount}/roles/${name}`, {
        db_name: 'db',
        creation_statements,
      });
      await vault.get(`${mount}/creds/${name}`);
    }
  },
  'statements may be one text, several, or base64': async vault => {
    const mount = await databaseMount(vault);
    const encoded = Buffer.from(creation[0]).toString('base64');
    const forms = {
      text: creation[0],
      two: `${creation[0]} GRANT pg_read_all_data TO "{{name}}";`,
      encoded,
      block: [...creation, `DO $$ BEGIN PERFORM 1; END $$`],
    };
    for (const [name, creation_statements] of Object.entries(forms)) {
      await vault.prepare('POST', `${mount}/roles/${name}`, {
        db_name: 'db',
        creation_statements,
      });
      await vault.get(`${mount}/roles/${name}`);
      await vault.get(`${mount}/creds/${name}`);
    }
  },
  'usernames follow the template': async vault => {
    const mount = await mountWithRole(vault);
    await vault.prepare('POST', `${mount}/config/db`, {
      username_template:
        'app-{{.RoleName | uppercase}}-{{.DisplayName | truncate 3}}',
    });
    await vault.get(`${mount}/creds/app`);
    await vault.get(`${mount}/creds/app`);
    // The next server makes the same user.
    await vault.prepare('POST', `sys/leases/revoke-prefix/${mount}`);
  },
  'long role names are cut in user names': async vault => {
    const mount = await mountWithRole(vault);
    await vault.prepare('POST', `${mount}/roles/a_very_long_role_name`, {
      db_name: 'db',
      creation_statements: creation,
    });
    await vault.get(`${mount}/creds/a_very_long_role_name`);
  },
  'MySQL connections are kept without being tried': async vault => {
    const mount = await vault.mount('database');
    await vault.post(
      `${mount}/config/db`,
      connection(vault, {
        plugin_name: 'mysql-database-plugin',
        connection_url: '{{username}}:{{password}}@tcp(127.0.0.1:1)/',
        verify_connection: false,
      }),
    );
    await vault.get(`${mount}/config/db`);
    await vault.prepare('POST', `${mount}/roles/r`, {
      db_name: 'db',
      creation_statements: ['CREATE USER'],
    });
    await vault.get(`${mount}/creds/r`);
  },
});
