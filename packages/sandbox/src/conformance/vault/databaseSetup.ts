import { Json } from '../Transcript';
import { VaultSession } from '../VaultSession';

/** Settings of a connection to the run's PostgreSQL. */
export function connection(
  vault: VaultSession,
  more: Record<string, Json> = {},
): Record<string, Json> {
  const { host, port, database, user, password } = vault.database;
  return {
    plugin_name: 'postgresql-database-plugin',
    connection_url: `postgresql://{{username}}:{{password}}@${host}:${port}/${database}?sslmode=disable`,
    username: user,
    password,
    allowed_roles: '*',
    ...more,
  };
}

/** What a role of read-only users runs. */
export const creation = [
  `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';`,
];

/** A database mount whose connection `db` works. */
export async function databaseMount(
  vault: VaultSession,
  more: Record<string, Json> = {},
): Promise<string> {
  const mount = await vault.mount('database');
  const config = connection(vault, more);
  await vault.prepare('POST', `${mount}/config/db`, config);
  return mount;
}

/** The same with a role `app`. */
export async function mountWithRole(
  vault: VaultSession,
  role: Record<string, Json> = {},
): Promise<string> {
  const mount = await databaseMount(vault);
  await vault.prepare('POST', `${mount}/roles/app`, {
    db_name: 'db',
    creation_statements: creation,
    default_ttl: '10m',
    max_ttl: '1h',
    ...role,
  });
  return mount;
}

/** A new database user of the run's PostgreSQL, made through a role of its own. */
export async function databaseUser(
  vault: VaultSession,
): Promise<{ mount: string; username: string; password: string }> {
  const mount = await databaseMount(vault);
  await vault.prepare('POST', `${mount}/roles/maker`, {
    db_name: 'db',
    creation_statements: [
      `CREATE ROLE "{{name}}" WITH LOGIN CREATEROLE PASSWORD '{{password}}';`,
    ],
    default_ttl: '10m',
  });
  const made = await vault.prepare('GET', `${mount}/creds/maker`);
  const username = made.text('data', 'username');
  vault.alias(username, 'user');
  return { mount, username, password: made.text('data', 'password') };
}
