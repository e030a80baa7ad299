import { readFileSync } from 'node:fs';
import path from 'node:path';

import { createConnection } from 'mysql2/promise';
import { parse } from 'yaml';

import { ensureMariadb } from '../../../servers/ensureMariadb';
import { startMariadb, type MysqlServer } from '../../../servers/mariadb';
import { startVault, type VaultServer } from '../../startVault';
import { VaultCaller } from '../../testSupport/VaultCaller';

// Installing MariaDB can take minutes.
jest.setTimeout(300_000);

const page = path.join(
  __dirname,
  '../../../../../../docs/statement-profiles.md',
);

interface Profile {
  readonly id: string;
  readonly engine: string;
  readonly creationStatements: string[];
  readonly revocationStatements: string[];
}

function mysqlProfiles(): Profile[] {
  const blocks = readFileSync(page, 'utf8').matchAll(/^```yaml\n(.*?)^```$/gms);
  const profiles: Profile[] = [...blocks].flatMap(
    ([, text]) => parse(text).serviceSecrets.provision.statementProfiles,
  );
  return profiles.filter(({ engine }) => engine === 'mysql');
}

describe('the documented MySQL profiles on MariaDB', () => {
  let mariadb: MysqlServer;
  let vault: VaultServer;
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

  async function issue(profile: Profile) {
    await caller.write(`database/roles/${profile.id}`, {
      db_name: 'shop',
      creation_statements: profile.creationStatements,
      revocation_statements: profile.revocationStatements,
      default_ttl: '5m',
      max_ttl: '1h',
    });
    const { body } = await caller.read(`database/creds/${profile.id}`);
    const { username, password } = Object(body.data);
    return {
      leaseId: String(body.lease_id),
      user: String(username),
      password: String(password),
    };
  }

  beforeAll(async () => {
    [mariadb, vault] = await Promise.all([
      startMariadb(await ensureMariadb()),
      startVault(),
    ]);
    caller = new VaultCaller(vault);
    await query('CREATE DATABASE shop');
    await query('CREATE TABLE shop.orders (id int)');
    await caller.write('sys/mounts/database', { type: 'database' });
    await caller.write('database/config/shop', {
      plugin_name: 'mysql-database-plugin',
      allowed_roles: '*',
      connection_url: `{{username}}:{{password}}@tcp(${mariadb.host}:${mariadb.port})/`,
      username: mariadb.user,
      password: mariadb.password,
      // As a plan's note proposes it: 32 letters are all a user of MySQL may have.
      username_template:
        '{{ printf "%s-%s" (.RoleName | truncate_sha256 23) (random 8) }}',
    });
  });

  afterAll(async () => {
    await vault?.stop();
    await mariadb?.stop();
  });

  it('are two', () => {
    expect(mysqlProfiles().map(({ id }) => id)).toEqual([
      'shop-read-only',
      'shop-read-write',
    ]);
  });

  it.each(mysqlProfiles().map(profile => [profile.id, profile] as const))(
    '%s makes a user with the rights it says, and revocation drops it',
    async (id, profile) => {
      const { user, password, leaseId } = await issue(profile);
      const access = { user, password };

      expect(user).toMatch(new RegExp(`^${id}-[A-Za-z0-9]{8}$`));
      await query('SELECT * FROM shop.orders', access);
      const written = query('INSERT INTO shop.orders VALUES (1)', access).then(
        () => 'ok',
        (error: Error) => error.message,
      );
      expect(await written).toMatch(
        id.endsWith('write') ? /^ok$/ : /command denied/,
      );
      await expect(query('DROP TABLE shop.orders', access)).rejects.toThrow(
        'command denied',
      );

      await caller.write('sys/leases/revoke', {
        lease_id: leaseId,
        sync: true,
      });

      expect(
        await query(`SELECT user FROM mysql.user WHERE user = '${user}'`),
      ).toEqual([]);
      await expect(query('SELECT 1', access)).rejects.toThrow('Access denied');
    },
  );
});
