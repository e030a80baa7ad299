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
    sendJson(response, 200, { gitVersion: 'v1.36.0' }),
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
        { name: 'full', address, reader: { login }, operator: { login } },
      ],
      clusters: [
        { name: 'production', url: cluster.origin, serviceAccountToken: 't' },
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
    expect(kubernetes.names()).toEqual(['production']);
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
            await service.instance('full')?.reader.policy('grade-api');
            await clusters.cluster('production')?.api.version();
          },
        });
      },
    });
    const backend = await startTestBackend({ features: [plugin, config()] });
    expect(vault.count(POLICY)).toBe(2);
    expect(vault.count(REVOKE)).toBe(0);
    await backend.stop();

    // Of three identities two had logged in.
    expect(vault.count(LOGIN)).toBe(2);
    expect(vault.count(REVOKE)).toBe(2);
    expect(cluster.requests[0].headers.authorization).toBe('Bearer t');
  });
});
