import {
  createBackendPlugin,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  ServiceFactoryTester,
  startTestBackend,
} from '@backstage/backend-test-utils';

import { kubernetesServiceRef, vaultServiceRef } from '.';
import type { KubernetesService, VaultService } from '.';
import { FakeVaultServer } from './testSupport/FakeVaultServer';
import {
  sendJson,
  startHttpServer,
  TestServer,
} from './testSupport/startHttpServer';

const LOGIN = 'PUT /v1/auth/approle/login';
const REVOKE = 'PUT /v1/auth/token/revoke-self';
const POLICY = 'GET /v1/sys/policies/acl/grade-api';

const vault = new FakeVaultServer();
let cluster: TestServer;
let data: { serviceSecrets: object };

beforeEach(async () => {
  vault.routes.clear();
  const address = await vault.start();
  vault.json(LOGIN, 200, {
    auth: { client_token: 'granted', lease_duration: 600, renewable: true },
  });
  vault.json(POLICY, 200, { data: { name: 'grade-api', policy: '' } });
  vault.json(REVOKE, 204);
  cluster = await startHttpServer((_, response) =>
    sendJson(response, 200, { gitVersion: 'v1.36.0', metadata: {} }),
  );
  const login = { method: 'appRole', roleId: 'r', secretId: 's' };
  data = {
    serviceSecrets: {
      instances: [
        {
          name: 'main',
          address,
          reader: { login },
          mounts: { pki: 'pki_int' },
        },
        {
          name: 'full',
          address,
          reader: { login },
          operator: { login },
          provisioner: { login },
        },
      ],
      clusters: [
        { name: 'production', url: cluster.origin, serviceAccountToken: 't' },
        {
          name: 'writable',
          url: cluster.origin,
          serviceAccountToken: 't',
          provisioner: { serviceAccountToken: 'of-the-provisioner' },
        },
      ],
    },
  };
});

afterEach(async () => {
  await vault.stop();
  await cluster.stop();
});

const config = () => mockServices.rootConfig.factory({ data });

const consumerRef = createServiceRef<{
  vault: VaultService;
  kubernetes: KubernetesService;
}>({ id: 'consumer' });

/** What the default factories make of the configuration. */
async function made() {
  const consumer = createServiceFactory({
    service: consumerRef,
    deps: { vault: vaultServiceRef, kubernetes: kubernetesServiceRef },
    factory: deps => deps,
  });
  return ServiceFactoryTester.from(consumer, {
    dependencies: [config()],
  }).getSubject();
}

describe('the default factories', () => {
  it('make what is configured and ask nothing of it yet', async () => {
    const { vault: service, kubernetes } = await made();

    expect(service.names()).toEqual(['main', 'full']);
    expect(service.instance('main')?.operator).toBeUndefined();
    expect(service.instance('full')?.operator).toBeDefined();
    expect(service.instance('main')?.mounts).toEqual({
      database: 'database',
      kubernetesAuth: 'kubernetes',
      pki: 'pki_int',
    });
    expect(service.instance('other')).toBeUndefined();
    expect(service.instance('main')?.provisioner).toBeUndefined();
    expect(service.instance('main')?.proof).toBeUndefined();
    expect(service.instance('full')?.provisioner).toBeDefined();
    expect(service.instance('full')?.proof).toBeDefined();
    expect(kubernetes.names()).toEqual(['production', 'writable']);
    expect(kubernetes.cluster('production')?.provisioner).toBeUndefined();
    expect(kubernetes.cluster('writable')?.provisioner).toBeDefined();
    expect(kubernetes.cluster('other')).toBeUndefined();
    expect(vault.requests).toHaveLength(0);
    expect(cluster.requests).toHaveLength(0);
  });

  it('make nothing of a configuration without our key', async () => {
    Object.assign(data, { serviceSecrets: undefined });
    const { vault: service, kubernetes } = await made();

    expect(service.names()).toEqual([]);
    expect(kubernetes.names()).toEqual([]);
  });

  it('refuse a bad key by its name, without its value', async () => {
    const login = { method: 'token', token: 'canary-8d1f', extra: true };
    const bad = { name: 'main', address: 'https://v:1', reader: { login } };
    Object.assign(data, { serviceSecrets: { instances: [bad] } });

    const error = await made().catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/serviceSecrets/);
    expect(String(error)).not.toContain('canary-8d1f');
  });

  it('revoke each token and close the connections when the backend stops', async () => {
    const plugin = createBackendPlugin({
      pluginId: 'service-secrets',
      register(registry) {
        registry.registerInit({
          deps: { service: vaultServiceRef, clusters: kubernetesServiceRef },
          async init({ service, clusters }) {
            await service.instance('main')?.reader.policy('grade-api');
            const full = service.instance('full');
            await full?.reader.policy('grade-api');
            await full?.provisioner?.read({
              kind: 'policy',
              name: 'grade-api',
            });
            await clusters.cluster('production')?.api.version();
            await clusters.cluster('writable')?.provisioner?.podsOf({
              namespace: 'a',
              name: 'a',
            });
          },
        });
      },
    });
    const backend = await startTestBackend({ features: [plugin, config()] });
    expect(vault.count(POLICY)).toBe(3);
    expect(vault.count(REVOKE)).toBe(0);
    await backend.stop();

    // Of four identities three had logged in.
    expect(vault.count(LOGIN)).toBe(3);
    expect(vault.count(REVOKE)).toBe(3);
    expect(
      cluster.requests.map(({ headers }) => headers.authorization),
    ).toEqual(['Bearer t', 'Bearer of-the-provisioner']);
  });
});
