import { readFileSync } from 'node:fs';
import path from 'node:path';

import { Client } from 'pg';

import { KubernetesClient } from '../controllers/client/KubernetesClient';
import { resourceTypes } from '../controllers/client/kubernetesTypes';
import { sandboxFiles } from '../identityFiles';
import { startSandbox, type Sandbox } from '../startSandbox';
import { SandboxProbe } from '../testSupport/sandboxProbe';
import { profileGrants } from './profileGroups';

jest.setTimeout(300_000);

const ROLE = 'svc-demo-x.read-only';

let sandbox: Sandbox;
let probe: SandboxProbe;
let token: string;

const file = (name: string) =>
  readFileSync(path.join(sandbox.directory, name), 'utf8');

const put = (where: string, body: Record<string, unknown>) =>
  probe.vault.call({ method: 'PUT', path: where, token, body });

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 'services' });
  probe = new SandboxProbe(sandbox);
  const login = await probe.vault.login('auth/kubernetes', {
    role: 'backstage-provisioner',
    jwt: file(sandboxFiles.provisionerVaultJwt),
  });
  token = login.token;
});

afterAll(async () => {
  probe?.close();
  await sandbox?.stop();
});

/** What app-config.yaml gives a user of a profile, and takes from it. */
function roleFor(group: string) {
  return {
    db_name: 'myapp',
    creation_statements: [
      `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';`,
      `DO $$ BEGIN EXECUTE format('GRANT %I TO %I', current_database() || '_${group}', '{{name}}'); END $$;`,
    ],
    revocation_statements: [
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}';`,
      'DROP ROLE IF EXISTS "{{name}}";',
    ],
  };
}

async function openSession(role: string): Promise<Client> {
  const { username, password } = await probe.read(
    'GET',
    `database/creds/${role}`,
  );
  const { host, port } = sandbox.postgres;
  const client = new Client({
    host,
    port,
    database: 'myapp',
    user: String(username),
    password: String(password),
  });
  await client.connect();
  return client;
}

describe('the provisioner in Vault', () => {
  beforeAll(async () => {
    await put('database/config/myapp', {
      allowed_roles: ['app-role', 'readonly-role', 'admin-role', ROLE],
    });
    await put(`database/roles/${ROLE}`, roleFor('ro'));
  });

  it.each([
    ['sys/policies/acl/svc-demo-x', { policy: 'path "a" {}' }],
    ['sys/policies/acl/issuer-demo-x', { policy: 'path "a" {}' }],
    [
      'auth/kubernetes/role/svc-demo-x',
      {
        bound_service_account_names: ['x'],
        bound_service_account_namespaces: ['demo-x'],
      },
    ],
    ['pki_int/roles/svc-demo-x', { allowed_domains: ['x.demo-x.svc'] }],
    ['secret/metadata/services/demo-x', { custom_metadata: { owner: 'x' } }],
  ])('writes %s, reads it back and deletes it', async (where, body) => {
    await put(where, body);
    await expect(probe.read('GET', where, token)).resolves.toBeDefined();
    await probe.vault.call({ method: 'DELETE', path: where, token });

    await expect(probe.read('GET', where, token)).rejects.toThrow('Code: 404');
  });

  it.each([
    ['GET', `database/creds/${ROLE}`],
    ['GET', 'sys/policies/acl/grade-api'],
    ['GET', 'auth/kubernetes/role/backstage-provisioner'],
    ['GET', 'database/roles/grade-api-role'],
    ['GET', 'database/config/wizard'],
    ['GET', 'secret/data/services/demo-x'],
    ['GET', 'secret/metadata/production/api-service'],
    ['LIST', 'sys/leases/lookup/database/creds/grade-api-role'],
  ] as const)('is refused %s %s', async (method, where) => {
    await expect(probe.read(method, where, token)).rejects.toThrow(
      'permission denied',
    );
  });

  it('takes a user of a profile away with its sessions when it revokes the lease', async () => {
    const session = await openSession(ROLE);
    const ended = new Promise<Error>(resolve => session.on('error', resolve));
    await expect(session.query('SELECT * FROM orders')).resolves.toBeDefined();
    await expect(session.query('DELETE FROM orders')).rejects.toThrow(
      'permission denied for table orders',
    );
    const keys = await probe.read(
      'LIST',
      `sys/leases/lookup/database/creds/${ROLE}`,
      token,
    );
    const [lease_id] = await probe.leases(ROLE);
    expect(keys).toEqual({ keys: [lease_id.slice(-24)] });

    await put('sys/leases/revoke', { lease_id, sync: true });

    expect((await ended).message).toContain('terminating connection');
    await expect(
      openSession(ROLE).then(again => again.end()),
    ).resolves.toBeUndefined();
    expect(await probe.leases(ROLE)).toHaveLength(1);
  });
});

describe('the provisioner in Kubernetes', () => {
  let client: KubernetesClient;

  beforeAll(() => {
    client = new KubernetesClient({
      url: sandbox.kubernetes.url,
      ca: file(sandboxFiles.ca),
      token: () => file(sandboxFiles.provisionerToken),
    });
  });

  afterAll(() => client.close());

  it('makes a namespace with a service account, and asks for a token of it', async () => {
    await client.create(resourceTypes.namespaces, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'demo-x' },
    });
    await client.create(resourceTypes.serviceAccounts, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'x', namespace: 'demo-x' },
    });

    await expect(
      client.serviceAccountToken(
        { namespace: 'demo-x', name: 'x' },
        { expirationSeconds: 600 },
      ),
    ).resolves.toHaveProperty('token');
  });

  it.each([
    ['secrets', resourceTypes.secrets],
    ['cluster roles', resourceTypes.clusterRoles],
    ['jobs', resourceTypes.jobs],
  ])('is refused %s', async (_, type) => {
    await expect(
      client.list(type, type.namespaced ? 'grade-api' : undefined),
    ).rejects.toMatchObject({ status: 403 });
  });
});

describe('profileGrants', () => {
  it('gives the tables to the migrating group, so that no generated user owns one', () => {
    expect(profileGrants({ database: 'shop', tables: ['orders'] })).toContain(
      'ALTER TABLE "orders" OWNER TO "shop_migrate"',
    );
  });
});
