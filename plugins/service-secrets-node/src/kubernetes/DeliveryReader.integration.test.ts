import {
  listedDynamicSecret,
  listedVaultAuth,
} from '../testSupport/kubernetesObjects';
import {
  sendJson,
  startHttpServer,
  TestServer,
} from '../testSupport/startHttpServer';
import { Transport } from '../upstream/Transport';
import { DeliveryReader } from './DeliveryReader';
import { KubernetesReader } from './KubernetesReader';
import { ServedKinds } from './ServedKinds';

const GROUP = '/apis/secrets.hashicorp.com/v1beta1';
const MINUTE = 60_000;

let server: TestServer;
let transport: Transport;
let now = 0;
let answers: Record<string, readonly [number, unknown]>;

function list(...items: unknown[]): readonly [number, unknown] {
  return [200, { metadata: {}, items }];
}

function served(...names: string[]): readonly [number, unknown] {
  return [200, { resources: names.map(name => ({ name })) }];
}

beforeEach(async () => {
  now = 0;
  answers = {
    [GROUP]: served('vaultdynamicsecrets', 'vaultauths'),
    [`${GROUP}/namespaces/a/vaultdynamicsecrets`]: list(listedDynamicSecret),
    [`${GROUP}/namespaces/a/vaultauths`]: list(listedVaultAuth),
  };
  server = await startHttpServer(({ url }, response) => {
    const { pathname } = new URL(url, 'http://k.invalid');
    sendJson(response, ...(answers[pathname] ?? [404, {}]));
  });
});

afterEach(async () => {
  await transport.close();
  await server.stop();
});

function open(): DeliveryReader {
  const { origin } = server;
  transport = new Transport({
    origin,
    concurrency: 4,
    requestsPerSecond: 10_000,
    timeoutMs: 3000,
  });
  const reader = new KubernetesReader({
    target: 'production',
    transport,
    sign: async ({ path, query }) => ({
      method: 'GET',
      url: `${origin}${path}?${new URLSearchParams(query)}`,
      headers: {},
    }),
  });
  return new DeliveryReader(reader, new ServedKinds(reader, () => now));
}

function asked(): string[] {
  return server.requests.map(
    ({ url }) => new URL(url, 'http://k.invalid').pathname,
  );
}

describe('DeliveryReader', () => {
  it('asks once which kinds there are, and lists no other', async () => {
    const reader = open();
    const found = await reader.read('a', 'vso');
    await reader.read('a', 'vso');

    expect(found?.map(({ kind }) => kind)).toEqual([
      'VaultDynamicSecret',
      'VaultAuth',
    ]);
    expect(asked().filter(path => path === GROUP)).toHaveLength(1);
    expect(new Set(asked())).toEqual(new Set(Object.keys(answers)));
  });

  it('asks nothing more of an operator that is not installed, for a while', async () => {
    const reader = open();
    answers = {};

    expect(await reader.read('a', 'vso')).toBeUndefined();
    expect(await reader.read('b', 'vso')).toBeUndefined();
    expect(asked()).toEqual([GROUP]);
    now = 10 * MINUTE;
    await reader.read('a', 'vso');
    expect(asked()).toEqual([GROUP, GROUP]);
  });

  it('lists no VaultAuth where nothing needs one', async () => {
    answers[`${GROUP}/namespaces/a/vaultdynamicsecrets`] = list();

    expect(await open().read('a', 'vso')).toEqual([]);
    expect(asked()).not.toContain(`${GROUP}/namespaces/a/vaultauths`);
  });

  it('names every rule the operator needs when the right is missing', async () => {
    answers[`${GROUP}/namespaces/a/vaultdynamicsecrets`] = [403, {}];

    await expect(open().read('a', 'vso')).rejects.toMatchObject({
      code: 'denied',
      missingRule:
        '- apiGroups: ["secrets.hashicorp.com"]\n  resources: ["vaultdynamicsecrets", "vaultstaticsecrets", "vaultpkisecrets", "vaultauths", "vaultconnections"]\n  verbs: ["get", "list"]',
    });
  });

  it('lets the list tell where a cluster keeps discovery to itself', async () => {
    answers[GROUP] = [403, {}];

    expect(await open().read('a', 'vso')).toHaveLength(2);
  });

  it('remembers no failure: the next read asks again', async () => {
    const reader = open();
    const before = answers[GROUP];
    answers[GROUP] = [503, {}];
    await expect(reader.read('a', 'vso')).rejects.toMatchObject({
      code: 'unreachable',
    });
    answers[GROUP] = before;

    expect(await reader.read('a', 'vso')).toHaveLength(2);
  });

  it('asks for a store of the whole cluster by its name', async () => {
    const eso = '/apis/external-secrets.io/v1';
    answers = {
      [eso]: served('externalsecrets', 'secretstores', 'clustersecretstores'),
      [`${eso}/namespaces/a/externalsecrets`]: list({
        metadata: { name: 'settings' },
        spec: {
          secretStoreRef: { kind: 'ClusterSecretStore', name: 'all' },
          dataFrom: [{ extract: { key: 'x' } }],
        },
      }),
      [`${eso}/clustersecretstores/all`]: [
        200,
        {
          metadata: { name: 'all' },
          spec: { provider: { vault: { path: 'secret' } } },
        },
      ],
    };

    const found = await open().read('a', 'eso');

    expect(found?.map(({ kind, keysBelow }) => [kind, keysBelow])).toEqual([
      ['ExternalSecret', undefined],
      ['ClusterSecretStore', 'secret/data'],
    ]);
    expect(asked()).not.toContain(`${eso}/clustersecretstores`);
  });

  it('never asks for a Secret', async () => {
    await open().read('a', 'vso');

    for (const path of asked()) expect(path).not.toMatch(/\/secrets(\/|$)/);
  });
});
