import {
  PostgresServer,
  startPostgres,
  startVault,
  VaultServer,
} from '@service-secrets/sandbox';
import { Client } from 'pg';
import { z } from 'zod';

import {
  documentedPreparation,
  documentedProfiles,
} from '../testSupport/documentedProfiles';
import { aServiceSpec } from '../testUtils/provisionBuilders';
import { planNotes } from './notes';
import { planService } from './plan';

jest.setTimeout(120_000);

const credentialAnswer = z.object({
  lease_id: z.string(),
  data: z.object({ username: z.string(), password: z.string() }),
});
type Credential = z.infer<typeof credentialAnswer>;

/** Every place PostgreSQL keeps something about a role in. */
const TRACES = `
  SELECT 'role' AS place FROM pg_roles WHERE rolname = $1
  UNION ALL SELECT 'session' FROM pg_stat_activity WHERE usename = $1
  UNION ALL SELECT 'owner' FROM pg_class WHERE pg_get_userbyid(relowner) = $1
  UNION ALL SELECT 'grant' FROM information_schema.role_table_grants WHERE grantee = $1`;

describe('the documented PostgreSQL profiles in a real PostgreSQL', () => {
  let postgres: PostgresServer;
  let vault: VaultServer;
  let admin: Client;

  async function ask(method: string, path: string, body?: object) {
    const response = await fetch(`${vault.address}/v1/${path}`, {
      method,
      headers: { 'X-Vault-Token': vault.rootToken },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  }

  function connect(user: string, password: string): Promise<Client> {
    const { host, port } = postgres;
    const client = new Client({
      host,
      port,
      user,
      password,
      database: 'shop',
    });
    // A session that revocation ends reports it here as well as to its query.
    client.on('error', () => undefined);
    return client.connect().then(() => client);
  }

  /** Writes the database role of a plan, as apply does. */
  async function writeRole(profileId: string): Promise<string> {
    const base = aServiceSpec();
    const spec = aServiceSpec({
      database: base.database && {
        ...base.database,
        connection: 'shop',
        profile: profileId,
      },
    });
    const { vault: objects } = planService(
      spec,
      documentedProfiles().get(profileId),
    );
    const role = objects.find(({ kind }) => kind === 'database-role');
    if (role?.kind !== 'database-role') throw new Error('no database role');
    await ask('POST', `database/roles/${role.name}`, role.fields);
    return role.name;
  }

  async function issue(profileId: string): Promise<Credential> {
    const role = await writeRole(profileId);
    return credentialAnswer.parse(await ask('GET', `database/creds/${role}`));
  }

  /** The template a plan's note proposes when the connection has none. */
  function proposedTemplate(): string {
    const notes = planNotes(aServiceSpec(), { connection: {} });
    const found = notes
      .map(note => /username_template='(.*)'$/.exec(note)?.[1])
      .find(Boolean);
    if (!found) throw new Error('no note proposes a template');
    return found;
  }

  function revoke({ lease_id }: Credential) {
    return ask('PUT', 'sys/leases/revoke', { lease_id, sync: true });
  }

  async function traces(username: string): Promise<string[]> {
    const { rows } = await admin.query<{ place: string }>(TRACES, [username]);
    return rows.map(({ place }) => place);
  }

  async function outcome(client: Client, sql: string): Promise<string> {
    return client.query(sql).then(
      () => 'ok',
      (error: Error) => error.message,
    );
  }

  beforeAll(async () => {
    postgres = await startPostgres();
    vault = await startVault();
    const root = new Client({ connectionString: postgres.url() });
    await root.connect();
    await root.query('CREATE DATABASE shop');
    await root.end();
    admin = new Client({ connectionString: postgres.url('shop') });
    await admin.connect();
    await admin.query(`CREATE ROLE vault LOGIN PASSWORD 'of-this-test-only'`);
    await admin.query('CREATE TABLE orders (id serial, what text)');
    await admin.query(documentedPreparation());
    await admin.query('ALTER TABLE orders OWNER TO shop_migrate');
    await ask('POST', 'sys/mounts/database', { type: 'database' });
    await ask('POST', 'database/config/shop', {
      plugin_name: 'postgresql-database-plugin',
      allowed_roles: [...documentedProfiles().keys()].map(
        id => `svc-grade-api.${id}`,
      ),
      connection_url: `postgresql://{{username}}:{{password}}@${postgres.host}:${postgres.port}/shop?sslmode=disable`,
      username: 'vault',
      password: 'of-this-test-only',
      username_template: proposedTemplate(),
    });
  });

  afterAll(async () => {
    await admin?.end();
    await vault?.stop();
    await postgres?.stop();
  });

  it.each([
    ['read-only', 'permission denied', 'permission denied'],
    ['read-write', 'ok', 'permission denied'],
    ['migrate', 'ok', 'ok'],
  ])(
    '%s makes a login that reads, and writes (%s) and creates (%s) as it says; revocation leaves nothing of it, not even its session',
    async (profileId, write, create) => {
      const credential = await issue(profileId);
      const { username, password } = credential.data;
      expect(username).toMatch(
        new RegExp(`^svc-grade-api\\.${profileId}-[A-Za-z0-9]{8}-[0-9]+$`),
      );
      const client = await connect(username, password);

      expect(await outcome(client, 'SELECT * FROM orders')).toBe('ok');
      expect(
        await outcome(client, `INSERT INTO orders (what) VALUES ('x')`),
      ).toContain(write);
      expect(
        await outcome(
          client,
          `CREATE TABLE made_by_${username.length} (id int)`,
        ),
      ).toContain(create);
      await revoke(credential);

      expect(await traces(username)).toEqual([]);
      expect(await outcome(client, 'SELECT 1')).not.toBe('ok');
      await expect(connect(username, password)).rejects.toThrow();
    },
  );

  it('keeps the tables a migration made, for the next migration and for readers', async () => {
    const first = await issue('migrate');
    const migrating = await connect(first.data.username, first.data.password);
    await migrating.query('CREATE TABLE invoices (id int)');
    await revoke(first);

    const next = await issue('migrate');
    const again = await connect(next.data.username, next.data.password);
    await again.query('ALTER TABLE invoices ADD COLUMN paid boolean');
    const reader = await issue('read-only');
    const reading = await connect(reader.data.username, reader.data.password);

    expect(await outcome(reading, 'SELECT paid FROM invoices')).toBe('ok');
    await Promise.all([revoke(next), revoke(reader)]);
    expect(await traces(next.data.username)).toEqual([]);
    expect(await traces(reader.data.username)).toEqual([]);
  });

  it('takes back what somebody granted a login directly and what it owns by itself', async () => {
    const credential = await issue('migrate');
    const { username, password } = credential.data;
    const client = await connect(username, password);
    await client.query('RESET ROLE');
    await client.query(`SET ROLE "${username}"`);
    await client.query('CREATE TABLE own (id int)');
    await admin.query(`GRANT SELECT ON orders TO "${username}"`);
    expect(await traces(username)).toEqual(
      expect.arrayContaining(['role', 'session', 'owner', 'grant']),
    );

    await revoke(credential);

    expect(await traces(username)).toEqual([]);
    expect(await outcome(admin, 'SELECT * FROM own')).toBe('ok');
  });

  it('counts a login that somebody dropped before as revoked', async () => {
    const credential = await issue('read-only');
    await admin.query(`DROP ROLE "${credential.data.username}"`);

    await revoke(credential);

    await expect(
      ask('PUT', 'sys/leases/lookup', { lease_id: credential.lease_id }),
    ).rejects.toThrow('invalid lease');
  });

  it('ends a login by itself, should Vault never come back', async () => {
    const credential = await issue('read-write');
    const { rows } = await admin.query<{ seconds: string }>(
      'SELECT extract(epoch FROM rolvaliduntil - now()) AS seconds FROM pg_roles WHERE rolname = $1',
      [credential.data.username],
    );
    expect(Number(rows[0].seconds)).toBeGreaterThan(3500);
    expect(Number(rows[0].seconds)).toBeLessThan(3700);
    await revoke(credential);
  });
});
