import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { isReady } from './controllers/injector/podTypes';
import { renderKubeconfig } from './kubernetes/cluster/kubeconfig';
import {
  startKubernetes,
  type KubernetesServer,
} from './kubernetes/startKubernetes';
import { startPostgres, type PostgresServer } from './startPostgres';
import { startSandbox } from './startSandbox';
import { temporaryPrefix } from './temporaryFolder';
import { SandboxProbe } from './testSupport/sandboxProbe';
import { startVault, type VaultServer } from './vault/startVault';

jest.setTimeout(120_000);

const ownFolders = () =>
  readdirSync(tmpdir()).filter(name => name.startsWith(temporaryPrefix('')));

describe('startSandbox with servers that somebody else started', () => {
  let folder: string;
  let kubeconfig: string;
  let vault: VaultServer;
  let kubernetes: KubernetesServer;
  let postgres: PostgresServer;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'elsewhere-'));
    [vault, kubernetes, postgres] = await Promise.all([
      startVault(),
      startKubernetes({ customResourceDefinitions: [] }),
      startPostgres(),
    ]);
    kubeconfig = path.join(folder, 'config');
    writeFileSync(kubeconfig, kubernetes.kubeconfig());
  });

  afterAll(async () => {
    await Promise.all([vault.stop(), kubernetes.stop(), postgres.stop()]);
    rmSync(folder, { recursive: true });
  });

  const start = () =>
    startSandbox({
      seed: 'services',
      quick: true,
      environment: {
        VAULT_ADDR: vault.address,
        VAULT_TOKEN: vault.rootToken,
        SANDBOX_KUBECONFIG: kubeconfig,
        SANDBOX_POSTGRES_URL: `${postgres.url()}?sslmode=disable`,
      },
    });

  it.each(['for the first time', 'when they were filled before'])(
    'fills them and runs the services on them, %s',
    async () => {
      const sandbox = await start();
      const probe = new SandboxProbe(sandbox);
      try {
        expect(sandbox.using).toEqual({
          vault: `${vault.address} (VAULT_ADDR)`,
          kubernetes: `${kubeconfig} (SANDBOX_KUBECONFIG)`,
          postgres: 'the server of SANDBOX_POSTGRES_URL',
          mysql: 'none',
        });
        const pods = await probe.pods('web');
        expect(pods.map(isReady)).toEqual([true, true]);
        const config = await probe.read('GET', 'database/config/wizard');
        expect(JSON.stringify(config)).toContain('sslmode=disable');
      } finally {
        probe.close();
        await sandbox.stop();
      }
    },
  );

  it('leaves them running when it stops', async () => {
    const { status } = await fetch(`${vault.address}/v1/sys/health`);
    expect(status).toBe(200);
  });

  it('refuses a cluster whose nodes run pods themselves', async () => {
    const cluster = createServer((_, response) =>
      response.end(
        JSON.stringify({ metadata: {}, items: [{ metadata: { name: 'n1' } }] }),
      ),
    );
    await new Promise<void>(resolve => cluster.listen(0, '127.0.0.1', resolve));
    const { port } = Object(cluster.address());
    const access = { url: `http://127.0.0.1:${port}`, caPem: 'x', token: 't' };
    const file = path.join(folder, 'with-nodes');
    writeFileSync(file, renderKubeconfig(access));

    const starting = startSandbox({
      environment: { SANDBOX_KUBECONFIG: file },
    });

    await expect(starting).rejects.toThrow(
      'has 1 node(s), so it runs pods itself',
    );
    await new Promise(resolve => cluster.close(resolve));
  });
});

describe('startSandbox that is interrupted', () => {
  it.each([0, 300, 4_000])(
    'stops and leaves no folder behind, %i ms after the start',
    async delay => {
      const before = ownFolders();
      const interrupt = new AbortController();
      setTimeout(() => interrupt.abort(new Error('interrupted')), delay);

      const starting = startSandbox({
        seed: 'all',
        environment: {},
        signal: interrupt.signal,
      });

      await expect(starting).rejects.toThrow('interrupted');
      expect(ownFolders().filter(name => !before.includes(name))).toEqual([]);
    },
  );
});
