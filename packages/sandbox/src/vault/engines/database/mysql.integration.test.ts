import { createConnection } from 'mysql2/promise';

import { ensureMariadb } from '../../../servers/ensureMariadb';
import { startMariadb, type MysqlServer } from '../../../servers/mariadb';
import { startVaultBinary } from '../../../servers/vaultBinary';
import type { VaultHandle } from '../../../servers/VaultHandle';
import { startVault } from '../../startVault';
import { VaultCaller, type Answer } from '../../testSupport/VaultCaller';

// Installing MariaDB can take minutes.
jest.setTimeout(300_000);

const CREATION =
  "CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'; GRANT SELECT, INSERT ON app.* TO '{{name}}'@'%';";
const ADMIN_PASSWORD = 'p@ss:word/with#signs';

/** With VAULT_BIN the same expectations are put to a real server. */
function startEither(): Promise<VaultHandle> {
  const { VAULT_BIN } = process.env;
  return VAULT_BIN ? startVaultBinary(VAULT_BIN) : startVault();
}

describe('the MySQL plugin on MariaDB', () => {
  let mariadb: MysqlServer;
  let vault: VaultHandle;
  let caller: VaultCaller;

  async function query(
    sql: string,
    access: { user: string; password: string } = mariadb,
  ): Promise<unknown> {
    const { host, port } = mariadb;
    const { user, password } = access;
    const connection = await createConnection({ host, port, user, password });
    try {
      const [rows] = await connection.query(sql);
      return rows;
    } finally {
      await connection.end();
    }
  }

  async function userExists(user: string): Promise<boolean> {
    const sql = `SELECT user FROM mysql.user WHERE user = '${user}'`;
    return JSON.stringify(await query(sql)).includes(user);
  }

  function configure(name: string, more: Record<string, unknown> = {}) {
    return caller.write(`database/config/${name}`, {
      plugin_name: 'mysql-database-plugin',
      allowed_roles: '*',
      connection_url: `{{username}}:{{password}}@tcp(${mariadb.host}:${mariadb.port})/`,
      username: 'vault_admin',
      password: ADMIN_PASSWORD,
      ...more,
    });
  }

  function role(name: string, more: Record<string, unknown> = {}) {
    return caller.write(`database/roles/${name}`, {
      db_name: 'app-db',
      creation_statements: CREATION,
      default_ttl: '5m',
      max_ttl: '1h',
      ...more,
    });
  }

  async function issue(name: string) {
    const answer: Answer = await caller.read(`database/creds/${name}`);
    const { lease_id, data } = answer.body;
    const { username, password } = Object(data);
    return {
      answer,
      leaseId: String(lease_id),
      user: String(username),
      password: String(password),
    };
  }

  beforeAll(async () => {
    const binaries = await ensureMariadb();
    [mariadb, vault] = await Promise.all([
      startMariadb(binaries),
      startEither(),
    ]);
    caller = new VaultCaller(vault);
    await query('CREATE DATABASE app');
    await query('CREATE TABLE app.orders (id int)');
    await caller.write('sys/mounts/database', { type: 'database' });
  });

  beforeEach(async () => {
    await query(
      `CREATE OR REPLACE USER vault_admin@'%' IDENTIFIED BY '${ADMIN_PASSWORD}'`,
    );
    await query("GRANT ALL ON *.* TO vault_admin@'%' WITH GRANT OPTION");
    await configure('app-db');
    await role('orders-service');
  });

  afterAll(async () => {
    await vault?.stop();
    await mariadb?.stop();
  });

  it('hands out a user of at most 32 characters that may do what the role grants and no more', async () => {
    const { answer, user, password } = await issue('orders-service');

    expect(answer.body).toMatchObject({
      lease_duration: 300,
      renewable: true,
    });
    expect(user).toMatch(/^v-token-orders-ser-[A-Za-z0-9]{13}$/);
    expect(user).toHaveLength(32);
    expect(password).toMatch(/^[A-Za-z0-9-]{20}$/);
    await query('INSERT INTO app.orders VALUES (1)', { user, password });
    await expect(
      query('DELETE FROM app.orders', { user, password }),
    ).rejects.toThrow('DELETE command denied');
  });

  it('drops the user when its lease is revoked', async () => {
    const { leaseId, user, password } = await issue('orders-service');
    expect(await userExists(user)).toBe(true);

    const revoked = await caller.write('sys/leases/revoke', {
      lease_id: leaseId,
    });

    expect(revoked.status).toBe(204);
    expect(await userExists(user)).toBe(false);
    await expect(query('SELECT 1', { user, password })).rejects.toThrow(
      'Access denied',
    );
  });

  it('revokes a lease whose user somebody has dropped already', async () => {
    const { leaseId, user } = await issue('orders-service');
    await query(`DROP USER '${user}'@'%'`);

    const revoked = await caller.write('sys/leases/revoke', {
      lease_id: leaseId,
      sync: true,
    });

    expect(revoked.status).toBe(204);
  });

  it('revokes with the statements of the role where it has some', async () => {
    await role('orders-service', {
      revocation_statements: "RENAME USER '{{name}}'@'%' TO 'left_behind'@'%';",
    });
    const { leaseId, user } = await issue('orders-service');

    await caller.write('sys/leases/revoke', { lease_id: leaseId });

    expect(await userExists(user)).toBe(false);
    expect(await userExists('left_behind')).toBe(true);
    await query("DROP USER 'left_behind'@'%'");
  });

  it('renews a lease without touching the user, even with renew statements that would fail', async () => {
    await role('orders-service', { renew_statements: 'NO SUCH STATEMENT' });
    const { leaseId, user, password } = await issue('orders-service');

    const renewed = await caller.write('sys/leases/renew', {
      lease_id: leaseId,
      increment: 600,
    });

    expect(renewed).toMatchObject({
      status: 200,
      body: { lease_duration: 600 },
    });
    await query('SELECT * FROM app.orders', { user, password });
  });

  it('locks the old password out after rotate-root and goes on working', async () => {
    expect((await caller.write('database/rotate-root/app-db')).status).toBe(
      204,
    );

    await expect(
      query('SELECT 1', { user: 'vault_admin', password: ADMIN_PASSWORD }),
    ).rejects.toThrow('Access denied');
    const { user, password } = await issue('orders-service');
    await query('SELECT * FROM app.orders', { user, password });
  });

  it('rotates the password of a static user', async () => {
    await query("CREATE OR REPLACE USER batch@'%' IDENTIFIED BY 'initial'");
    const made = await caller.write('database/static-roles/batch', {
      db_name: 'app-db',
      username: 'batch',
      rotation_period: '1h',
    });
    expect(made.status).toBe(204);

    const { body } = await caller.read('database/static-creds/batch');

    const { password } = Object(body.data);
    await expect(
      query('SELECT 1', { user: 'batch', password: 'initial' }),
    ).rejects.toThrow('Access denied');
    await query('SELECT 1', { user: 'batch', password: String(password) });
    await caller.remove('database/static-roles/batch');
  });

  it('relays what MariaDB says of a bad statement, and does not run the rollback', async () => {
    await role('broken', {
      creation_statements: [
        "CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'",
        "GRANT SELEKT ON app.* TO '{{name}}'@'%'",
      ],
      rollback_statements: "DROP USER '{{name}}'@'%'",
    });

    const { answer } = await issue('broken');

    expect(answer.status).toBe(500);
    expect(answer.text).toContain(
      'Error 1064 (42000): You have an error in your SQL syntax;',
    );
    const left = JSON.stringify(
      await query("SELECT user FROM mysql.user WHERE user LIKE 'v-%-broken-%'"),
    );
    expect(left).toContain('v-token-broken-');
  });

  it('refuses a connection whose password is wrong, without repeating it', async () => {
    const answer = await configure('other', { password: 'wrong-secret' });

    expect(answer.status).toBe(400);
    expect(answer.text).toContain(
      'error creating database object: error verifying - ping: Error 1045 (28000): Access denied for user',
    );
    expect(answer.text).not.toContain('wrong-secret');
  });

  it('follows a username template', async () => {
    await configure('app-db', {
      username_template: '{{ printf "%s-%s" .RoleName (random 4) }}',
    });

    expect((await issue('orders-service')).user).toMatch(
      /^orders-service-[A-Za-z0-9]{4}$/,
    );
    await configure('app-db', { username_template: '' });
  });
});
