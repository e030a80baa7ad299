import { X509Certificate } from 'node:crypto';
import { Client } from 'pg';
import { PostgresServer, startPostgres } from '../../startPostgres';
import { startVault, VaultServer } from '../startVault';
import { Openssl } from './pki/testSupport/Openssl';

jest.setTimeout(60_000);

interface Envelope {
  status: number;
  lease_id: string;
  lease_duration: number;
  warnings: string[] | null;
  errors?: string[];
  data: Record<string, string>;
}

describe('the engines over HTTP', () => {
  const tool = new Openssl();
  let vault: VaultServer;
  let postgres: PostgresServer;
  let admin: Client;

  async function send(path: string, init: RequestInit): Promise<Envelope> {
    const response = await fetch(`${vault.address}/v1/${path}`, init);
    const text = await response.text();
    return { ...(text ? JSON.parse(text) : {}), status: response.status };
  }

  /** As `vault write`, `vault read` and their kin call. */
  function call(method: string, path: string, body?: object) {
    return send(path, {
      method,
      headers: { 'X-Vault-Token': vault.rootToken },
      body: body && JSON.stringify(body),
    });
  }

  async function users(): Promise<string[]> {
    const { rows } = await admin.query(
      "SELECT rolname FROM pg_roles WHERE rolname LIKE 'v-%'",
    );
    return rows.map(row => row.rolname);
  }

  async function login(user: string, password: string): Promise<void> {
    const client = new Client({
      host: postgres.host,
      port: postgres.port,
      user,
      password,
      database: 'postgres',
    });
    await client.connect();
    await client.query('SELECT * FROM grades');
    await client.end();
  }

  async function eventually(check: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 45_000;
    while (!(await check())) {
      if (Date.now() > deadline)
        throw new Error('it did not come true in 45 s');
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  beforeAll(async () => {
    [vault, postgres] = await Promise.all([startVault(), startPostgres()]);
    admin = new Client({ connectionString: postgres.url() });
    await admin.connect();
    await admin.query('CREATE TABLE grades (id int)');
    await admin.query(
      "CREATE ROLE vault_root SUPERUSER LOGIN PASSWORD 'vault-root-password'",
    );
    await call('POST', 'sys/mounts/database', { type: 'database' });
    await call('POST', 'database/config/grade-api-db', {
      plugin_name: 'postgresql-database-plugin',
      allowed_roles: 'grade-api-role,analytics-role',
      connection_url: `postgresql://{{username}}:{{password}}@${postgres.host}:${postgres.port}/postgres?sslmode=disable`,
      username: 'vault_root',
      password: 'vault-root-password',
    });
    await call('POST', 'database/rotate-root/grade-api-db');
  });

  beforeEach(() =>
    call('POST', 'database/roles/grade-api-role', {
      db_name: 'grade-api-db',
      creation_statements:
        'CREATE ROLE "{{name}}" WITH LOGIN PASSWORD \'{{password}}\' VALID UNTIL \'{{expiration}}\'; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{{name}}";',
      default_ttl: '1h',
      max_ttl: '24h',
    }),
  );

  afterAll(async () => {
    tool.remove();
    await admin.end();
    await vault.stop();
    await postgres.stop();
  });

  it('hands out a working user, locks the rotated root password out, and drops the user at expiry', async () => {
    await call('POST', 'database/roles/grade-api-role', { default_ttl: '2s' });
    await expect(login('vault_root', 'vault-root-password')).rejects.toThrow(
      'password authentication failed',
    );

    const creds = await call('GET', 'database/creds/grade-api-role');

    expect(creds.lease_id).toMatch(
      /^database\/creds\/grade-api-role\/[A-Za-z0-9]{24}$/,
    );
    expect(creds.lease_duration).toBe(2);
    expect(creds.data.username).toMatch(/^v-token-grade-ap-/);
    await login(creds.data.username, creds.data.password);
    expect(await users()).toEqual([creds.data.username]);
    await eventually(async () => (await users()).length === 0);
    const lookup = await call('POST', 'sys/leases/lookup', {
      lease_id: creds.lease_id,
    });
    expect(lookup).toMatchObject({ status: 400, errors: ['invalid lease'] });
  });

  it('renews a lease together with the user, and revokes all of a role at once', async () => {
    const first = await call('GET', 'database/creds/grade-api-role');
    await call('GET', 'database/creds/grade-api-role');
    expect(await users()).toHaveLength(2);

    const renewed = await call('POST', 'sys/leases/renew', {
      lease_id: first.lease_id,
      increment: 7200,
    });

    expect(renewed.lease_duration).toBe(7200);
    const { rows } = await admin.query(
      'SELECT rolvaliduntil FROM pg_roles WHERE rolname = $1',
      [first.data.username],
    );
    const left = (rows[0].rolvaliduntil.getTime() - Date.now()) / 1000;
    expect(left).toBeGreaterThan(7190);
    const revoked = await call(
      'POST',
      'sys/leases/revoke-prefix/database/creds/grade-api-role',
      { sync: true },
    );
    expect(revoked.status).toBe(204);
    expect(await users()).toEqual([]);
  });

  it('builds the CA chain of the lesson, issues below it, and lets anyone read what is public', async () => {
    await call('POST', 'sys/mounts/pki', { type: 'pki' });
    await call('POST', 'sys/mounts/pki_int', { type: 'pki' });
    for (const mount of ['pki', 'pki_int']) {
      await call('POST', `sys/mounts/${mount}/tune`, {
        max_lease_ttl: '87600h',
      });
    }
    const root = await call('POST', 'pki/root/generate/internal', {
      common_name: 'grade-api-root-ca',
      issuer_name: 'root-2026',
      ttl: '87600h',
    });
    const requested = await call(
      'POST',
      'pki_int/intermediate/generate/internal',
      {
        common_name: 'grade-api-intermediate-ca',
        issuer_name: 'grade-api-intermediate',
      },
    );
    expect(requested.warnings).toEqual([
      expect.stringContaining('authority information access'),
      'Endpoint ignored these unrecognized parameters: [issuer_name]',
    ]);
    const signed = await call('POST', 'pki/root/sign-intermediate', {
      issuer_ref: 'root-2026',
      csr: requested.data.csr,
      format: 'pem_bundle',
      ttl: '43800h',
    });
    await call('POST', 'pki_int/intermediate/set-signed', {
      certificate: signed.data.certificate,
    });
    await call('POST', 'pki_int/issuer/default', {
      issuer_name: 'grade-api-intermediate',
    });
    await call('POST', 'pki_int/roles/grade-api-tls', {
      issuer_ref: 'grade-api-intermediate',
      allowed_domains: 'svc.cluster.local',
      allow_subdomains: true,
      allow_localhost: false,
      max_ttl: '720h',
      require_cn: false,
    });

    const issued = await call('POST', 'pki_int/issue/grade-api-tls', {
      common_name: 'test.svc.cluster.local',
      ttl: '1h',
    });

    expect(issued).toMatchObject({ status: 200, lease_id: '', warnings: null });
    const intermediate = await fetch(`${vault.address}/v1/pki_int/ca/pem`);
    expect(
      tool.verify({
        leaf: issued.data.certificate,
        intermediate: await intermediate.text(),
        root: root.data.certificate,
      }),
    ).toContain('leaf.pem: OK');
    const serial = issued.data.serial_number;
    const open = await send(`pki_int/cert/${serial}`, {});
    expect(open.data.certificate).toBe(issued.data.certificate);
    expect(new X509Certificate(open.data.certificate).subject).toBe(
      'CN=test.svc.cluster.local',
    );
    const closed = await send('pki_int/certs', { method: 'LIST' });
    expect(closed.status).toBe(403);
    const crl = await fetch(`${vault.address}/v1/pki_int/crl`);
    const der = new Uint8Array(await crl.arrayBuffer());
    expect(
      tool.run(
        'crl',
        '-inform',
        'DER',
        '-noout',
        '-text',
        '-in',
        tool.file('int.crl', der),
      ),
    ).toContain('CN = grade-api-intermediate-ca');
  });

  it('lets a certificate expire, refuses to revoke it then, and issues another', async () => {
    await call('POST', 'sys/mounts/short', { type: 'pki' });
    await call('POST', 'short/root/generate/internal', {
      common_name: 'short-ca',
      key_type: 'ec',
    });
    await call('POST', 'short/roles/r', {
      allow_any_name: true,
      key_type: 'ec',
    });
    const order = { common_name: 'a.org', ttl: '1s' };
    const first = await call('POST', 'short/issue/r', order);
    await new Promise(resolve => setTimeout(resolve, 2_100));

    const late = await call('POST', 'short/revoke', {
      serial_number: first.data.serial_number,
    });
    const second = await call('POST', 'short/issue/r', order);

    expect(late).toMatchObject({ status: 200, data: null });
    expect(late.warnings![0]).toContain(
      'already expired; refusing to add to CRL',
    );
    expect(second.data.serial_number).not.toBe(first.data.serial_number);
    expect(() =>
      tool.verify({
        leaf: first.data.certificate,
        root: first.data.issuing_ca,
      }),
    ).toThrow('certificate has expired');
  });
});
