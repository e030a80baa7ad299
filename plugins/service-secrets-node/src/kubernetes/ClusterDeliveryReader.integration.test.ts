import { listedDynamicSecret } from '../testSupport/kubernetesObjects';
import {
  sendJson,
  startHttpServer,
  TestServer,
} from '../testSupport/startHttpServer';
import { Transport } from '../upstream/Transport';
import { ClusterDeliveryReader } from './ClusterDeliveryReader';
import { KubernetesReader } from './KubernetesReader';
import { ServedKinds } from './ServedKinds';

const VSO = '/apis/secrets.hashicorp.com/v1beta1';
const ESO = '/apis/external-secrets.io/v1';

let server: TestServer;
let transport: Transport;
let answers: Record<string, readonly [number, unknown]>;

const list = (...items: unknown[]) => [200, { metadata: {}, items }] as const;
const served = (...names: string[]) =>
  [200, { resources: names.map(name => ({ name })) }] as const;

function secretIn(namespace: string, change: object = {}) {
  const metadata = { name: `of-${namespace}`, namespace };
  return { ...listedDynamicSecret, metadata, ...change };
}

function externalSecretIn(namespace: string, store: string) {
  return {
    metadata: { name: 'settings', namespace },
    spec: {
      secretStoreRef: { kind: 'ClusterSecretStore', name: store },
      dataFrom: [{ extract: { key: 'x' } }],
    },
  };
}

beforeEach(async () => {
  answers = {};
  server = await startHttpServer(({ url }, response) => {
    sendJson(response, ...(answers[url] ?? [404, {}]));
  });
});

afterEach(async () => {
  await transport.close();
  await server.stop();
});

function open(): ClusterDeliveryReader {
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
    sign: async ({ path, query }) => {
      const { continue: place } = query;
      const search = place ? `?continue=${place}` : '';
      return { method: 'GET', url: `${origin}${path}${search}`, headers: {} };
    },
  });
  return new ClusterDeliveryReader(reader, new ServedKinds(reader));
}

const asked = () => server.requests.map(({ url }) => url);

describe('ClusterDeliveryReader', () => {
  it('reads the pages of a kind once for all namespaces, and keeps those that are asked for', async () => {
    const path = `${VSO}/vaultdynamicsecrets`;
    const first = { metadata: { continue: 'p2' }, items: [secretIn('a')] };
    answers = {
      [VSO]: served('vaultdynamicsecrets', 'vaultauths'),
      [path]: [200, first],
      [`${path}?continue=p2`]: list(secretIn('b'), secretIn('stranger')),
      [`${VSO}/vaultauths`]: list(),
    };
    const found = await open().read(new Set(['a', 'b', 'c']), 'vso');

    const names = [...(found?.byNamespace ?? [])].map(
      ([namespace, [{ name }]]) => [namespace, name],
    );
    expect(names).toEqual([
      ['a', 'of-a'],
      ['b', 'of-b'],
    ]);
    expect(asked()).toEqual([
      VSO,
      path,
      `${path}?continue=p2`,
      `${VSO}/vaultauths`,
    ]);
  });

  it('says of which namespace nothing could be read, instead of that it has nothing', async () => {
    answers = {
      [VSO]: served('vaultdynamicsecrets'),
      [`${VSO}/vaultdynamicsecrets`]: list(
        secretIn('a'),
        secretIn('a', { spec: 7 }),
        secretIn('b', { spec: 7 }),
      ),
    };
    const found = await open().read(new Set(['a', 'b']), 'vso');

    expect([...(found?.unclear ?? [])]).toEqual(['b']);
    expect(found?.byNamespace.get('a')).toHaveLength(1);
  });

  it('gives each namespace the store of the whole cluster it needs, asked for once', async () => {
    const store = {
      metadata: { name: 'all' },
      spec: { provider: { vault: { path: 'secret' } } },
    };
    answers = {
      [ESO]: served('externalsecrets', 'clustersecretstores'),
      [`${ESO}/externalsecrets`]: list(
        externalSecretIn('a', 'all'),
        externalSecretIn('b', 'all'),
        externalSecretIn('c', 'gone'),
      ),
      [`${ESO}/clustersecretstores/all`]: [200, store],
    };
    const found = await open().read(new Set(['a', 'b', 'c']), 'eso');

    const kinds = (namespace: string) =>
      found?.byNamespace.get(namespace)?.map(({ kind }) => kind);
    expect(kinds('a')).toEqual(['ExternalSecret', 'ClusterSecretStore']);
    expect(kinds('b')).toEqual(['ExternalSecret', 'ClusterSecretStore']);
    expect(kinds('c')).toEqual(['ExternalSecret']);
    const stores = asked().filter(path => path.includes('clustersecretstores'));
    expect(stores.sort()).toEqual([
      `${ESO}/clustersecretstores/all`,
      `${ESO}/clustersecretstores/gone`,
    ]);
  });

  it('asks for no list of an operator that is not installed', async () => {
    expect(await open().read(new Set(['a']), 'csi')).toBeUndefined();
    expect(asked()).toHaveLength(1);
  });

  it('is denied, with the rule, where only single namespaces may be listed', async () => {
    answers = {
      [VSO]: served('vaultdynamicsecrets'),
      [`${VSO}/vaultdynamicsecrets`]: [403, {}],
    };

    await expect(open().read(new Set(['a']), 'vso')).rejects.toMatchObject({
      code: 'denied',
      missingRule: expect.stringContaining('vaultdynamicsecrets'),
    });
  });
});
