import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import {
  certificateSchema,
  conditionOf,
  type Certificate,
} from '../controllers/certManager/certificateTypes';
import { KubernetesClient } from '../controllers/client/KubernetesClient';
import { resourceTypes } from '../controllers/client/kubernetesTypes';
import { isReady } from '../controllers/injector/podTypes';
import { sandboxFiles } from '../identityFiles';
import { startSandbox, type Sandbox } from '../startSandbox';
import { eventually, SandboxProbe } from '../testSupport/sandboxProbe';
import { faults } from './faults';

jest.setTimeout(300_000);

let sandbox: Sandbox;
let probe: SandboxProbe;

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 'all' });
  probe = new SandboxProbe(sandbox);
});

afterAll(async () => {
  probe?.close();
  await sandbox?.stop();
});

async function certificate(
  namespace: string,
  name: string,
): Promise<Certificate> {
  const found = await probe.kubernetes.get(resourceTypes.certificates, {
    namespace,
    name,
  });
  return certificateSchema.parse(found);
}

const eventuallyWarns = (namespace: string, text: string) =>
  eventually(
    () => probe.warnings(namespace),
    seen => seen.some(warning => warning.includes(text)),
  );

describe('healthy services', () => {
  it.each([
    ['grade-api', 'grade-api', 2, 'grade-api-role'],
    ['grade-analytics', 'grade-analytics', 1, 'analytics-role'],
    ['web', 'web', 2, 'db-app'],
    ['production', 'api-service', 1, 'api-role'],
    ['app', 'app', 2, 'app-role'],
    ['app', 'app-reports', 1, 'readonly-role'],
  ])(
    '%s/%s has its pods ready and one renewed lease for each',
    async (...row) => {
      const [namespace, app, replicas, role] = row;
      const pods = (await probe.pods(namespace)).filter(
        pod => pod.metadata.labels?.app === app,
      );
      expect(pods.map(isReady)).toEqual(Array(replicas).fill(true));
      const leases = await eventually(
        () => probe.leases(role),
        seen => seen.length === replicas,
      );
      const looked = await Promise.all(
        leases.map(lease_id => probe.write('sys/leases/lookup', { lease_id })),
      );
      for (const { data } of looked)
        expect(data).toMatchObject({
          renewable: true,
          last_renewal: expect.any(String),
        });
      expect(await probe.warnings(namespace)).toEqual([]);
    },
  );

  it.each([
    ['grade-analytics', 'analytics-role', 'gradedb'],
    ['web', 'db-app', 'wizard'],
    ['production', 'api-role', 'app'],
  ])(
    'pods of %s hold credentials of %s that open the database %s',
    async (namespace, _, database) => {
      for (const pod of await probe.pods(namespace)) {
        const text = [...sandbox.files(namespace, pod.metadata.name).values()]
          .filter(file => file.includes('v-kubernet'))
          .join('');
        const user = /v-kubernet-[\w-]+/.exec(text)?.[0] ?? '';
        const password =
          /(?:password['"]?[:=]\s*|DB_PASSWORD=)['"]([A-Za-z0-9-]{20})['"]/.exec(
            text,
          )?.[1] ?? '';
        expect(await probe.logIn(database, user, password)).toBe(user);
      }
    },
  );

  it('writes no credential into any Kubernetes object', async () => {
    const [pod] = await probe.pods('web');
    const text = [...sandbox.files('web', pod.metadata.name).values()].join('');
    const password = /password='([^']+)'/.exec(text)?.[1] ?? '';
    expect(password).toHaveLength(20);
    expect(JSON.stringify(await probe.pods('web'))).not.toContain(password);
  });

  it('keeps the database behind verified TLS and its administrator unknown', async () => {
    const config = await probe.read('GET', 'database/config/grade-api-db');
    expect(JSON.stringify(config)).toContain('sslmode=verify-full');
    expect(JSON.stringify(config)).not.toContain('"password"');
  });

  it('has a certificate for grade-api whose Secret carries leaf, intermediate and root', async () => {
    const found = await certificate('grade-api', 'grade-api-tls');
    expect(conditionOf(found, 'Ready')).toMatchObject({
      status: 'True',
      reason: 'Ready',
    });
    const { notBefore, notAfter, renewalTime, revision } = found.status ?? {};
    const hours = (a = '', b = '') =>
      (Date.parse(a) - Date.parse(b)) / 3_600_000;
    expect(hours(notAfter, notBefore)).toBeCloseTo(24, 1);
    expect(hours(notAfter, renewalTime)).toBeCloseTo(8, 1);
    expect(revision).toBe(1);
    const secret = await probe.kubernetes.get(resourceTypes.secrets, {
      namespace: 'grade-api',
      name: 'grade-api-tls-secret',
    });
    const data = Object(secret?.data);
    const decode = (key: string) =>
      Buffer.from(String(data[key]), 'base64').toString();
    const [leaf, intermediate] = decode('tls.crt')
      .split(/(?<=-----END CERTIFICATE-----\n)/)
      .map(pem => new X509Certificate(pem));
    const root = new X509Certificate(decode('ca.crt'));
    expect(leaf.verify(intermediate.publicKey)).toBe(true);
    expect(intermediate.verify(root.publicKey)).toBe(true);
    expect(root.verify(root.publicKey)).toBe(true);
    expect(leaf.subjectAltName).toBe(
      'DNS:grade-api.grade-api.svc.cluster.local',
    );
  });

  it('leaves no lease behind once the migration is complete', async () => {
    const job = await probe.kubernetes.get(resourceTypes.jobs, {
      namespace: 'app',
      name: 'app-migrate',
    });
    expect(job?.status).toMatchObject({ succeeded: 1 });
    expect(await probe.leases('admin-role')).toEqual([]);
  });
});

describe('faults', () => {
  it('names every service once, in a namespace that refers back to it', async () => {
    expect(new Set(faults.map(fault => fault.service)).size).toBe(8);
    for (const { namespace, service } of faults) {
      const found = await probe.kubernetes.get(resourceTypes.namespaces, {
        name: namespace,
      });
      expect(found?.metadata.annotations).toEqual({
        'service-secrets.io/entity-ref': `component:default/${service}`,
      });
    }
  });

  it.each([
    ['orders', 'service account name not authorized'],
    ['profile', 'namespace not authorized'],
    ['search', 'invalid role name "search"'],
  ])('%s cannot log in: %s', async (service, text) => {
    const namespace = `fault-${service}`;
    await eventuallyWarns(namespace, text);
    const [pod] = await probe.pods(namespace);
    expect(pod.status).toMatchObject({
      phase: 'Pending',
      initContainerStatuses: [
        { name: 'vault-agent-init', ready: false, state: { running: {} } },
      ],
      containerStatuses: [
        { state: { waiting: { reason: 'PodInitializing' } } },
        { state: { waiting: { reason: 'PodInitializing' } } },
      ],
    });
  });

  it.each([
    ['billing', 'permission denied', 'database/creds/billing-role'],
    ['payments', 'permission denied', 'database/creds/payment-role'],
    ['shipping', 'is not an allowed role', 'database/creds/shipping-role'],
  ])('%s cannot read its credentials: %s', async (service, text, where) => {
    const namespace = `fault-${service}`;
    const warnings = await eventuallyWarns(namespace, text);
    expect(warnings.join('\n')).toContain(where);
    const [pod] = await eventually(
      () => probe.pods(namespace),
      ([seen]) => JSON.stringify(seen?.status).includes('CrashLoopBackOff'),
    );
    expect(pod.status?.phase).toBe('Pending');
    expect(await probe.leases(`${service}-role`)).toEqual([]);
  });

  it('catalogue has an expired certificate whose renewal failed', async () => {
    const found = await eventually(
      () => certificate('fault-catalogue', 'catalogue-tls'),
      seen => conditionOf(seen, 'Ready')?.reason === 'Expired',
      30_000,
    );
    expect(Date.parse(found.status?.notAfter ?? '')).toBeLessThan(Date.now());
    expect(found.status?.failedIssuanceAttempts).toBe(1);
    expect(conditionOf(found, 'Issuing')).toMatchObject({
      status: 'False',
      reason: 'Failed',
      message: expect.stringContaining('permission denied'),
    });
  });

  it('inventory has an irrevocable lease beside the live one of its pod', async () => {
    expect((await probe.pods('fault-inventory')).map(isReady)).toEqual([true]);
    expect(await probe.leases('inventory-role')).toHaveLength(2);
    if (!sandbox.vault.faults) {
      process.stdout.write(
        'A real Vault tries for minutes before a lease is irrevocable: not awaited here.\n',
      );
      return;
    }
    const irrevocable = await eventually(
      () => probe.read('GET', 'sys/leases?type=irrevocable'),
      seen => seen.lease_count === 1,
      30_000,
    );
    expect(JSON.stringify(irrevocable)).toContain(
      'database/creds/inventory-role/',
    );
  });
});

describe('services an operator delivers to', () => {
  async function credentials(namespace: string, name: string) {
    const ref = { namespace, name };
    const secret = await eventually(
      () => probe.kubernetes.get(resourceTypes.secrets, ref),
      seen => seen !== undefined,
    );
    const data = Object(secret?.data);
    const decode = (key: string) =>
      Buffer.from(String(data[key]), 'base64').toString();
    return { user: decode('username'), password: decode('password') };
  }

  it.each(['tickets', 'invoices'])(
    '%s has one lease, whose user in the Secret opens its database',
    async service => {
      const { user, password } = await credentials(service, `${service}-db`);

      expect(await probe.leases(`${service}-role`)).toHaveLength(1);
      expect(await probe.logIn(service, user, password)).toBe(user);
    },
  );

  it('tickets reports the lease it holds', async () => {
    const [id] = await probe.leases('tickets-role');
    const held = await eventually(
      () =>
        probe.kubernetes.get(resourceTypes.vaultDynamicSecrets, {
          namespace: 'tickets',
          name: 'tickets-db',
        }),
      seen => JSON.stringify(seen?.status).includes('SecretSynced'),
    );

    expect(held?.status).toMatchObject({
      secretLease: { id, duration: 3600, renewable: true },
      conditions: [{ type: 'SecretSynced', status: 'True' }],
    });
  });

  it('returns gets nothing, because the auth role does not bind the account the operator logs in with', async () => {
    const warnings = await eventuallyWarns(
      'fault-returns',
      'service account name not authorized',
    );

    expect(warnings.join('\n')).toContain('SecretSyncError');
    expect(await probe.leases('returns-role')).toEqual([]);
    const ref = { namespace: 'fault-returns', name: 'returns-db' };
    expect(
      await probe.kubernetes.get(resourceTypes.secrets, ref),
    ).toBeUndefined();
  });
});

describe('the identities of Backstage', () => {
  const file = (name: string) =>
    readFileSync(path.join(sandbox.directory, name), 'utf8');

  async function login(
    role: string,
    jwt = file(sandboxFiles.vaultJwt),
  ): Promise<string> {
    return (await probe.vault.login('auth/kubernetes', { role, jwt })).token;
  }

  it('let the reader see roles and leases in Vault, and nothing it could misuse', async () => {
    const token = await login('backstage-reader');
    const [lease_id] = await probe.leases('grade-api-role');
    await expect(
      probe.read('GET', 'database/roles/grade-api-role', token),
    ).resolves.toMatchObject({ db_name: 'grade-api-db' });
    await expect(
      probe.read(
        'LIST',
        'sys/leases/lookup/database/creds/grade-api-role',
        token,
      ),
    ).resolves.toMatchObject({
      keys: [expect.any(String), expect.any(String)],
    });
    await expect(
      probe.vault.call({
        method: 'PUT',
        path: 'sys/leases/lookup',
        token,
        body: { lease_id },
      }),
    ).resolves.toBeDefined();
    for (const [method, where] of [
      ['GET', 'database/creds/grade-api-role'],
      ['GET', 'secret/data/production/api-service'],
    ] as const)
      await expect(probe.read(method, where, token)).rejects.toThrow(
        'permission denied',
      );
    await expect(
      probe.vault.call({
        method: 'PUT',
        path: 'sys/leases/revoke',
        token,
        body: { lease_id },
      }),
    ).rejects.toThrow('permission denied');
  });

  it('let only the operator revoke a lease, and its user is gone from the database', async () => {
    const [pod] = await probe.pods('grade-analytics');
    const text = [
      ...sandbox.files('grade-analytics', pod.metadata.name).values(),
    ].join('');
    const user = /v-kubernet-[\w-]+/.exec(text)?.[0] ?? '';
    const password = /DB_PASSWORD='([^']+)'/.exec(text)?.[1] ?? '';
    const [lease_id] = await probe.leases('analytics-role');
    await probe.vault.call({
      method: 'PUT',
      path: 'sys/leases/revoke',
      token: await login(
        'backstage-operator',
        file(sandboxFiles.operatorVaultJwt),
      ),
      body: { lease_id },
    });
    expect(await probe.leases('analytics-role')).not.toContain(lease_id);
    await expect(probe.logIn('gradedb', user, password)).rejects.toThrow(
      'password authentication failed',
    );
  });

  it('let the reader list workloads and certificates in Kubernetes, and no Secret', async () => {
    const reader = new KubernetesClient({
      url: sandbox.kubernetes.url,
      ca: file(sandboxFiles.ca),
      token: () => file(sandboxFiles.kubernetesToken),
    });
    try {
      for (const type of [
        resourceTypes.pods,
        resourceTypes.deployments,
        resourceTypes.certificates,
      ])
        expect((await reader.list(type, 'grade-api')).items).not.toEqual([]);
      await expect(
        reader.list(resourceTypes.secrets, 'grade-api'),
      ).rejects.toMatchObject({ status: 403 });
    } finally {
      reader.close();
    }
  });
});

describe('startSandbox', () => {
  it('says which setting changes a port that is taken', async () => {
    const taken = sandbox.postgres.port;
    await expect(startSandbox({ ports: { postgres: taken } })).rejects.toThrow(
      `Port ${taken} for PostgreSQL is taken. End what uses it, or set SANDBOX_POSTGRES_PORT to a free port.`,
    );
  });

  it('removes what it wrote when it stops', async () => {
    const small = await startSandbox();
    const kubeconfig = small.kubernetes.kubeconfigPath;
    expect(readFileSync(kubeconfig, 'utf8')).toContain(small.kubernetes.url);
    await small.stop();
    expect(existsSync(path.dirname(kubeconfig))).toBe(false);
  });
});
