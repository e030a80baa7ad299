import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';

import { kubernetesContract } from '../testSupport/kubernetesContract';
import {
  kubernetesObjects,
  listedCertificate,
  listedDynamicSecret,
  listedPod,
  listedVaultAuth,
} from '../testSupport/kubernetesObjects';
import {
  SeenRequest,
  sendJson,
  startHttpServer,
  TestServer,
} from '../testSupport/startHttpServer';
import { Transport } from '../upstream/Transport';
import { ClientNodeKubernetesApi } from './ClientNodeKubernetesApi';

const CANARY = 'canary-8d1f';
const PODS = '/api/v1/namespaces/grade-api/pods';

const VSO = '/apis/secrets.hashicorp.com/v1beta1';
/** The operator of this cluster is older than VaultPKISecret. */
const vsoKinds = {
  resources: ['vaultdynamicsecrets', 'vaultstaticsecrets', 'vaultauths'].map(
    name => ({ name }),
  ),
};

/** Lists by path; each page one item. */
const lists: Record<string, readonly unknown[]> = {
  [PODS]: [listedPod, { ...listedPod, metadata: { name: 'stranger' } }],
  '/apis/cert-manager.io/v1/namespaces/grade-api/certificates': [
    listedCertificate,
  ],
  [`${VSO}/namespaces/grade-api/vaultdynamicsecrets`]: [listedDynamicSecret],
  [`${VSO}/namespaces/grade-api/vaultstaticsecrets`]: [],
  [`${VSO}/namespaces/grade-api/vaultauths`]: [listedVaultAuth],
  [`${VSO}/vaultdynamicsecrets`]: [listedDynamicSecret],
  [`${VSO}/vaultstaticsecrets`]: [],
  [`${VSO}/vaultauths`]: [listedVaultAuth],
  [`${VSO}/namespaces/no-such-thing/vaultdynamicsecrets`]: [],
  [`${VSO}/namespaces/no-such-thing/vaultstaticsecrets`]: [],
  '/api/v1/namespaces/grade-api/events': [
    {
      involvedObject: { kind: 'Pod', name: 'a' },
      reason: 'Failed',
      message: `token=${CANARY}`,
    },
  ],
};

let server: TestServer;
let transport: Transport;
let directory: string;
let override: ((path: string) => [number, unknown] | undefined) | undefined;

function answer({ url }: SeenRequest): [number, unknown] {
  const { pathname, searchParams } = new URL(url, 'http://k.invalid');
  const forced = override?.(pathname);
  if (forced) return forced;
  const items = lists[pathname];
  if (items) {
    const at = Number(searchParams.get('continue') ?? 0);
    const more = at + 1 < items.length ? String(at + 1) : '';
    const page = items.slice(at, at + 1);
    return [200, { metadata: { continue: more }, items: page }];
  }
  if (pathname === VSO) return [200, vsoKinds];
  const object = kubernetesObjects[pathname];
  return object ? [200, object] : [404, { kind: 'Status', message: CANARY }];
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kubernetes-'));
  await writeFile(join(directory, 'token'), `${CANARY}\n`);
});

beforeEach(async () => {
  override = undefined;
  server = await startHttpServer((request, response) =>
    sendJson(response, ...answer(request)),
  );
});

afterEach(async () => {
  await transport?.close();
  await server.stop();
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

function open(): ClientNodeKubernetesApi {
  const origin = server.origin;
  transport = new Transport({
    origin,
    concurrency: 4,
    requestsPerSecond: 10_000,
    timeoutMs: 3000,
  });
  return new ClientNodeKubernetesApi(
    {
      name: 'production',
      url: origin,
      serviceAccountTokenFile: join(directory, 'token'),
    },
    transport,
  );
}

kubernetesContract('ClientNodeKubernetesApi', async () => ({
  api: open(),
  namespace: 'grade-api',
  entityRef: 'component:default/grade-api',
  serviceAccount: 'grade-api',
  deployment: 'grade-api',
  certificate: 'grade-api-tls',
  dynamicSecret: 'grade-api-db',
}));

describe('ClientNodeKubernetesApi over the wire', () => {
  it('reads every page, keeps the pods of the workload and says why the agent fails', async () => {
    const api = open();
    const workloads = await api.workloads('grade-api', [{ name: 'grade-api' }]);
    const pods = await api.pods('grade-api', workloads);

    expect(workloads).toEqual([
      {
        kind: 'deployment',
        name: 'grade-api',
        uid: 'd-1',
        desiredPods: 2,
        readyPods: 1,
        serviceAccount: 'grade-api',
        injectorAnnotations: { 'vault.hashicorp.com/role': 'grade-api' },
        mountedSecrets: ['grade-api-tls'],
        environmentSecrets: [],
        providerClasses: [],
        projectedAudiences: { vault: 'vault' },
        automountToken: true,
      },
    ]);
    expect(pods).toMatchObject([
      {
        name: 'grade-api-6c7d-x2x7k',
        injected: true,
        ready: false,
        agentProblems: [
          {
            container: 'vault-agent-init',
            reason: 'CrashLoopBackOff',
            restarts: 3,
          },
        ],
      },
    ]);
    expect(
      server.requests.filter(({ url }) => url.startsWith(PODS)),
    ).toHaveLength(2);
  });

  it('logs in with the token file, asks for metadata where that is enough, and only reads', async () => {
    const api = open();
    await api.namespaceEntityRef('grade-api');
    await api.certificates('grade-api');
    await api.warnings('grade-api');

    const [namespace, certificates] = server.requests;
    expect(namespace.headers.authorization).toBe(`Bearer ${CANARY}`);
    expect(namespace.headers.accept).toMatch(/PartialObjectMetadata/);
    expect(certificates.headers.accept).toBe('application/json');
    for (const { method, url } of server.requests) {
      expect(method).toBe('GET');
      expect(url).not.toMatch(/secrets|token|watch/);
    }
  });

  it('scrubs what events say', async () => {
    const [warning] = await open().warnings('grade-api');

    expect(warning).toMatchObject({ about: 'Pod/a', message: 'token=…' });
  });

  it.each([
    [401, 'denied'],
    [403, 'denied'],
    [429, 'rate-limited'],
    [500, 'unreachable'],
    [302, 'bad-answer'],
  ])('maps %s to %s and keeps nothing of the answer', async (status, code) => {
    override = () => [status, { message: CANARY }];

    const error = await open()
      .pods('grade-api', [])
      .catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name: 'KubernetesError', code });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(
      CANARY,
    );
  });

  it('names the RBAC rule when the right is missing, and none when the login failed', async () => {
    override = () => [403, {}];
    const api = open();
    await expect(api.pods('grade-api', [])).rejects.toMatchObject({
      missingRule: expect.stringContaining('["pods"]'),
    });
    override = () => [401, {}];
    await expect(api.pods('grade-api', [])).rejects.toMatchObject({
      missingRule: undefined,
    });
  });

  it('answers undefined certificates when there is no such resource', async () => {
    override = () => [404, '404 page not found'];

    expect(await open().certificates('grade-api')).toBeUndefined();
  });

  it('starts a list anew when the server lost its place, but not for ever', async () => {
    override = () => [410, { code: 410 }];

    await expect(open().pods('grade-api', [])).rejects.toMatchObject({
      code: 'timeout',
    });
    expect(server.requests).toHaveLength(3);
  });

  it('never asks for a name that would leave its namespace', async () => {
    const api = open();
    for (const name of ['..', '.', '%2e%2e', 'a/../../../secrets']) {
      await expect(api.warnings(name)).rejects.toThrow();
      await expect(
        api.workloads('grade-api', [{ kind: 'job', name }]),
      ).rejects.toThrow();
    }
    expect(server.requests).toHaveLength(0);
  });

  it('opens no more connections than requests it may have under way', async () => {
    const api = open();
    await Promise.all(Array.from({ length: 60 }, () => api.version()));

    expect(server.connections()).toBeLessThanOrEqual(5);
  });
});
