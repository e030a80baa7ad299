import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import nodeVault from 'node-vault';

import type { VaultHandle } from '../servers/VaultHandle';
import { startVaultBinary } from '../servers/vaultBinary';
import { startPostgres, type PostgresServer } from '../startPostgres';
import { startVault } from '../vault/startVault';

jest.setTimeout(60_000);

const run = promisify(execFile);
const FOLDER = 'sys/leases/lookup/database/creds/app-role';

/** With VAULT_BIN the same client is put to a real server. */
function startEither(): Promise<VaultHandle> {
  const { VAULT_BIN } = process.env;
  return VAULT_BIN ? startVaultBinary(VAULT_BIN) : startVault();
}

describe('node-vault and psql', () => {
  let vault: VaultHandle;
  let postgres: PostgresServer;
  let root: ReturnType<typeof nodeVault>;

  // Commands that answer a token make it the client's own, so those get a client for themselves.
  const client = (token: string) =>
    nodeVault({ endpoint: vault.address, token });

  beforeAll(async () => {
    [vault, postgres] = await Promise.all([startEither(), startPostgres()]);
    root = client(vault.rootToken);
    const { host, port, user, password } = postgres;
    await root.mount({ mount_point: 'database', type: 'database' });
    await root.write('database/config/app-db', {
      plugin_name: 'postgresql-database-plugin',
      allowed_roles: 'app-role',
      connection_url: `postgresql://{{username}}:{{password}}@${host}:${port}/postgres?sslmode=disable`,
      username: user,
      password,
    });
    await root.write('database/roles/app-role', {
      db_name: 'app-db',
      creation_statements: `CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'`,
      default_ttl: '1h',
      max_ttl: '24h',
    });
  });

  afterAll(async () => {
    await vault?.stop();
    await postgres?.stop();
  });

  async function psql(user: string, password: string): Promise<string> {
    const { host, port } = postgres;
    const { stdout } = await run(
      'psql',
      ['-At', '-c', 'SELECT current_user', 'postgres'],
      {
        env: {
          ...process.env,
          PGHOST: host,
          PGPORT: String(port),
          PGUSER: user,
          PGPASSWORD: password,
        },
      },
    );
    return stdout.trim();
  }

  it('read the state of the server and of its mounts', async () => {
    expect(await root.initialized()).toEqual({ initialized: true });
    expect(await root.status()).toMatchObject({ sealed: false });
    expect(await root.health()).toMatchObject({
      initialized: true,
      sealed: false,
      standby: false,
    });
    expect((await root.mounts()).data).toHaveProperty(['database/']);
    expect((await root.auths()).data).toHaveProperty(['token/']);
    const tune = await root.read('sys/mounts/database/tune');
    expect(tune.data).toMatchObject({ max_lease_ttl: expect.any(Number) });
  });

  it('list, look up, renew and revoke a lease, and psql logs in for exactly as long', async () => {
    const { data, lease_id } = await root.read('database/creds/app-role');
    expect(await psql(data.username, data.password)).toBe(data.username);

    const listed = await root.list(FOLDER);
    expect(listed.data.keys).toContain(lease_id.split('/').pop());
    const found = await root.write('sys/leases/lookup', { lease_id });
    expect(found.data).toMatchObject({ id: lease_id, renewable: true });
    const renewed = await root.renew({ lease_id, increment: 7200 });
    expect(renewed.lease_duration).toBe(7200);
    await root.revoke({ lease_id });

    await expect(psql(data.username, data.password)).rejects.toThrow(
      'password authentication failed',
    );
    await expect(root.list(FOLDER)).rejects.toMatchObject({
      response: { statusCode: 404 },
    });
  });

  it('revoke by prefix and count what is left', async () => {
    await root.read('database/creds/app-role');
    await root.write('sys/leases/revoke-prefix/database/creds', {});

    const left = await root.read('sys/leases?type=irrevocable');
    expect(left.data).toMatchObject({ lease_count: 0 });
    await expect(root.list(FOLDER)).rejects.toMatchObject({
      response: { statusCode: 404 },
    });
  });

  it('write, read and remove a policy, and are refused by it', async () => {
    await root.addPolicy({
      name: 'reader',
      rules: 'path "database/roles" { capabilities = ["list"] }',
    });
    expect((await root.policies()).data.policies).toContain('reader');
    const shown = await root.read('sys/policies/acl/reader');
    expect(shown.data.policy).toContain('database/roles');
    const { auth } = await client(vault.rootToken).tokenCreate({
      policies: ['reader'],
    });
    const reader = client(auth.client_token);

    const roles = await reader.list('database/roles');

    expect(roles.data.keys).toEqual(['app-role']);
    await expect(reader.read('database/creds/app-role')).rejects.toThrow(
      'permission denied',
    );
    await root.removePolicy({ name: 'reader' });
    await expect(reader.list('database/roles')).rejects.toThrow(
      'permission denied',
    );
  });

  it('look after their own token until it is revoked', async () => {
    const { auth } = await client(vault.rootToken).tokenCreate({
      ttl: '10m',
      renewable: true,
    });
    const own = client(auth.client_token);

    expect((await own.tokenLookupSelf()).data).toMatchObject({
      renewable: true,
    });
    const renewed = await own.tokenRenewSelf({ increment: '5m' });
    expect(renewed.auth.lease_duration).toBe(300);
    await own.tokenRevokeSelf();

    await expect(own.tokenLookupSelf()).rejects.toMatchObject({
      response: { statusCode: 403 },
    });
  });

  it('log in with AppRole, whose secret id they unwrap once', async () => {
    await root.enableAuth({ mount_point: 'approle', type: 'approle' });
    await root.addApproleRole({ role_name: 'ci', policies: 'default' });
    const role = await root.getApproleRoleId({ role_name: 'ci' });
    const wrapped = await root.write(
      'auth/approle/role/ci/secret-id',
      {},
      { headers: { 'X-Vault-Wrap-TTL': '60s' } },
    );
    const { token } = wrapped.wrap_info;
    const unwrapped = await client(token).unwrap();

    const login = await client('').approleLogin({
      role_id: role.data.role_id,
      secret_id: unwrapped.data.secret_id,
    });

    expect(login.auth.policies).toEqual(['default']);
    await expect(client(token).unwrap()).rejects.toMatchObject({
      response: { statusCode: 400 },
    });
  });

  it('are refused a Kubernetes login before it is configured', async () => {
    await root.enableAuth({ mount_point: 'kubernetes', type: 'kubernetes' });
    await expect(
      client('').kubernetesLogin({ role: 'absent', jwt: 'a.b.c' }),
    ).rejects.toMatchObject({ response: { statusCode: 403 } });
  });

  it('are refused a path that nothing answers', async () => {
    await expect(root.read('nowhere/at/all')).rejects.toThrow(
      'no handler for route "nowhere/at/all"',
    );
  });
});
