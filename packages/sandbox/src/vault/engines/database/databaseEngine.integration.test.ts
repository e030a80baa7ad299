import { Client } from 'pg';
import { PostgresServer, startPostgres } from '../../../startPostgres';
import { Engine, EngineRequest, Operation } from '../../Engine';
import { Mount } from '../../mounts/Mount';
import { databaseEngine } from './databaseEngine';

jest.setTimeout(60_000);

const mount: Mount = {
  path: 'database/',
  type: 'database',
  accessor: 'database_00000000',
  uuid: '00000000-0000-4000-8000-000000000000',
  description: '',
  defaultLeaseTtl: 0,
  maxLeaseTtl: 0,
  options: null,
};
const creation =
  'CREATE ROLE "{{name}}" WITH LOGIN PASSWORD \'{{password}}\' VALID UNTIL \'{{expiration}}\'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{{name}}";';

describe('databaseEngine on PostgreSQL', () => {
  let postgres: PostgresServer;
  let admin: Client;
  let engine: Engine;

  function send(
    operation: Operation,
    path: string,
    data: Record<string, unknown> = {},
  ) {
    const request: EngineRequest = {
      operation,
      path,
      data,
      mount,
      displayName: 'kubernetes-grade-api',
      query: new URLSearchParams(),
    };
    return engine.handle(request);
  }

  async function login(user: string, password: string): Promise<string> {
    const client = new Client({
      host: postgres.host,
      port: postgres.port,
      user,
      password,
      database: 'gradedb',
    });
    try {
      await client.connect();
      const { rows } = await client.query('SELECT count(*) AS n FROM grades');
      return rows[0].n;
    } finally {
      await client.end();
    }
  }

  async function issue(role: string) {
    const response = await send('read', `creds/${role}`);
    const { username, password } = response!.data!;
    return {
      username: String(username),
      password: String(password),
      lease: response!.lease!,
    };
  }

  async function validUntil(username: string): Promise<Date | undefined> {
    const { rows } = await admin.query(
      'SELECT rolvaliduntil FROM pg_roles WHERE rolname = $1',
      [username],
    );
    return rows[0]?.rolvaliduntil;
  }

  async function configure(name: string, more: Record<string, unknown> = {}) {
    return send('update', `config/${name}`, {
      plugin_name: 'postgresql-database-plugin',
      allowed_roles: 'grade-*,app',
      connection_url: `postgresql://{{username}}:{{password}}@${postgres.host}:${postgres.port}/gradedb?sslmode=disable`,
      username: 'vault_root',
      password: 'first password/with@signs',
      ...more,
    });
  }

  beforeAll(async () => {
    postgres = await startPostgres();
    const root = new Client({ connectionString: postgres.url() });
    await root.connect();
    await root.query('CREATE DATABASE gradedb');
    await root.end();
    admin = new Client({ connectionString: postgres.url('gradedb') });
    await admin.connect();
    await admin.query('CREATE TABLE grades (id int)');
  });

  beforeEach(async () => {
    await admin.query('DROP ROLE IF EXISTS vault_root');
    await admin.query(
      "CREATE ROLE vault_root SUPERUSER LOGIN PASSWORD 'first password/with@signs'",
    );
    engine = databaseEngine(mount);
    await configure('grade-db');
    await send('update', 'roles/grade-role', {
      db_name: 'grade-db',
      creation_statements: creation,
      default_ttl: '5m',
      max_ttl: '1h',
    });
  });

  afterEach(() => engine.close!());

  afterAll(async () => {
    await admin.end();
    await postgres.stop();
  });

  it('creates a user that logs in, and drops it at revocation', async () => {
    const before = Date.now();

    const { username, password, lease } = await issue('grade-role');

    expect(username).toMatch(/^v-kubernet-grade-ro-[A-Za-z0-9]{20}-\d{10}$/);
    expect(lease).toMatchObject({ ttl: 300, maxTtl: 3600, renewable: true });
    expect(await login(username, password)).toBe('0');
    const expiry = (await validUntil(username))!.getTime();
    expect(expiry - before).toBeGreaterThan(303_000);
    expect(expiry - before).toBeLessThan(310_000);

    await engine.revoke!(lease.internal, mount);

    expect(await validUntil(username)).toBeUndefined();
    await expect(login(username, password)).rejects.toThrow(
      'password authentication failed',
    );
    await engine.revoke!(lease.internal, mount);
  });

  it('moves VALID UNTIL at renewal, and answers the present limits of the role', async () => {
    const { username, lease } = await issue('grade-role');
    await send('update', 'roles/grade-role', { max_ttl: '2h' });
    const target = Date.now() + 3_000_000;

    const limits = await engine.renew!(lease.internal, mount, () => target);

    expect(limits).toEqual({ ttl: 300, maxTtl: 7200 });
    const seconds = ((await validUntil(username))!.getTime() - target) / 1000;
    expect(seconds).toBeGreaterThan(3.9);
    expect(seconds).toBeLessThanOrEqual(5);
  });

  it('refuses to renew when the role is gone, yet still revokes', async () => {
    const { username, lease } = await issue('grade-role');
    await send('delete', 'roles/grade-role');

    await expect(engine.renew!(lease.internal, mount, () => 0)).rejects.toThrow(
      'error during renew: could not find role with name "grade-role"',
    );
    await engine.revoke!(lease.internal, mount);
    expect(await validUntil(username)).toBeUndefined();
  });

  it('keeps the user and says why when a grant cannot be taken back', async () => {
    const { username, lease } = await issue('grade-role');
    await admin.query(`CREATE TABLE owned_${Date.now()} (id int)`);
    const { rows } = await admin.query(
      "SELECT tablename FROM pg_tables WHERE tablename LIKE 'owned_%'",
    );
    await admin.query(
      `ALTER TABLE ${rows[0].tablename} OWNER TO "${username}"`,
    );

    await expect(engine.revoke!(lease.internal, mount)).rejects.toThrow(
      'cannot be dropped because some objects depend on it (SQLSTATE 2BP01)',
    );
    await admin.query(`DROP TABLE ${rows[0].tablename}`);
    await engine.revoke!(lease.internal, mount);
    expect(await validUntil(username)).toBeUndefined();
  });

  it('leaves no user behind when a later creation statement fails', async () => {
    await send('update', 'roles/grade-broken', {
      db_name: 'grade-db',
      creation_statements: [
        'CREATE ROLE "{{name}}" LOGIN PASSWORD \'{{password}}\'',
        'GRANT SELECT ON missing TO "{{name}}"',
      ],
    });

    await expect(send('read', 'creds/grade-broken')).rejects.toMatchObject({
      status: 500,
      errors: [
        '1 error occurred:\n\t* failed to execute query: ERROR: relation "missing" does not exist (SQLSTATE 42P01)\n\n',
      ],
    });
    const { rows } = await admin.query(
      "SELECT rolname FROM pg_roles WHERE rolname LIKE 'v-%grade-br%'",
    );
    expect(rows).toEqual([]);
  });

  it('locks the old root password out after rotate-root and goes on working', async () => {
    expect(await login('vault_root', 'first password/with@signs')).toBe('0');

    expect(await send('update', 'rotate-root/grade-db')).toEqual({});

    await expect(
      login('vault_root', 'first password/with@signs'),
    ).rejects.toThrow('password authentication failed');
    const { username, password } = await issue('grade-role');
    expect(await login(username, password)).toBe('0');
  });

  it('rotates a static user at once, on demand and after its period', async () => {
    await admin.query('DROP ROLE IF EXISTS batch_user');
    await admin.query("CREATE ROLE batch_user LOGIN PASSWORD 'initial'");
    await admin.query('GRANT SELECT ON grades TO batch_user');

    await send('update', 'static-roles/grade-static', {
      db_name: 'grade-db',
      username: 'batch_user',
      rotation_period: 5,
    });

    const first = (await send('read', 'static-creds/grade-static'))!.data!;
    expect(first).toMatchObject({ username: 'batch_user', rotation_period: 5 });
    await expect(login('batch_user', 'initial')).rejects.toThrow();
    expect(await login('batch_user', String(first.password))).toBe('0');
    await send('update', 'rotate-role/grade-static');
    const second = (await send('read', 'static-creds/grade-static'))!.data!;
    expect(second.password).not.toBe(first.password);
    await new Promise(resolve => setTimeout(resolve, 5_500));
    const third = (await send('read', 'static-creds/grade-static'))!.data!;
    expect(third.password).not.toBe(second.password);
    expect(await login('batch_user', String(third.password))).toBe('0');
  });

  it.each([
    ['creds/nope', 400, 'unknown role: nope'],
    ['creds/other', 500, '"other" is not an allowed role'],
    [
      'creds/lost',
      500,
      'failed to find entry for connection with name: "gone"',
    ],
    ['creds/app', 500, 'empty creation statements'],
  ])('refuses %s with %d because: %s', async (...expected) => {
    const [path, status, text] = expected;
    await send('update', 'roles/other', { db_name: 'grade-db' });
    await send('update', 'roles/lost', { db_name: 'gone' });
    await send('update', 'roles/app', { db_name: 'grade-db' });

    await expect(send('read', path)).rejects.toMatchObject({
      status,
      message: expect.stringContaining(text),
    });
  });

  it('never answers or reports the password of a connection', async () => {
    const read = (await send('read', 'config/grade-db'))!.data!;
    expect(read).toEqual({
      plugin_name: 'postgresql-database-plugin',
      plugin_version: '',
      connection_details: {
        connection_url: `postgresql://{{username}}:{{password}}@${postgres.host}:${postgres.port}/gradedb?sslmode=disable`,
        username: 'vault_root',
      },
      allowed_roles: ['grade-*', 'app'],
      root_credentials_rotate_statements: [],
      password_policy: '',
    });

    const written = await configure('plain', {
      connection_url: postgres.url('gradedb'),
    });

    expect(written!.warnings![0]).toContain('Password found in connection_url');
    const plain = JSON.stringify(await send('read', 'config/plain'));
    expect(plain).toContain('postgres:xxxxx@');
    expect(plain).not.toContain(postgres.password);
    const failure = await configure('grade-db', {
      password: 'wrong-secret',
    }).catch(String);
    expect(failure).toContain(
      'error creating database object: error verifying connection: ',
    );
    expect(failure).toContain('SQLSTATE 28P01');
    expect(failure).not.toContain('wrong-secret');
  });

  it.each([
    [{ plugin_name: '' }, 'empty plugin name'],
    [{ plugin_name: 'x' }, 'plugin not found in the catalog: x'],
    [{ connection_url: '' }, 'connection_url cannot be empty'],
    [{ username: '{{username}}' }, 'cannot contain the template variables'],
    [{ password_policy: 'strong' }, 'password policy "strong" not found'],
    [{ plugin_name: 'mongodb-database-plugin' }, 'no MongoDB is attached'],
  ])('refuses a connection with %j', async (change, text) => {
    await expect(configure('fresh', change)).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(text),
    });
    await expect(send('read', 'config/fresh')).rejects.toMatchObject({
      status: 404,
      errors: [],
    });
  });

  it('stores a MongoDB configuration unverified and says so when asked for credentials', async () => {
    await configure('mongo', {
      plugin_name: 'mongodb-database-plugin',
      verify_connection: false,
    });
    await send('update', 'roles/app', {
      db_name: 'mongo',
      creation_statements: '{"db":"admin"}',
    });

    await expect(send('read', 'creds/app')).rejects.toThrow(
      'no MongoDB is attached to this sandbox',
    );
  });

  it('lists, reads and deletes roles, and answers 404 for none', async () => {
    expect(await send('list', 'roles/')).toEqual({
      data: { keys: ['grade-role'] },
    });
    expect((await send('read', 'roles/grade-role'))!.data).toEqual({
      db_name: 'grade-db',
      creation_statements: [creation],
      revocation_statements: [],
      rollback_statements: [],
      renew_statements: [],
      default_ttl: 300,
      max_ttl: 3600,
      credential_type: 'password',
    });
    expect(await engine.exists!('roles/grade-role')).toBe(true);
    expect(await send('delete', 'roles/grade-role')).toEqual({});
    expect(await engine.exists!('roles/grade-role')).toBe(false);
    await expect(send('list', 'roles')).rejects.toMatchObject({ status: 404 });
    expect(await send('read', 'nowhere/x')).toBeUndefined();
    await expect(send('read', 'roles')).rejects.toMatchObject({ status: 405 });
  });
});
