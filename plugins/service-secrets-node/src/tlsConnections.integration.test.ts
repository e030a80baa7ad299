import { ClientNodeKubernetesApi } from './kubernetes/ClientNodeKubernetesApi';
import { selfSigned } from './testSupport/selfSigned';
import {
  sendJson,
  startHttpServer,
  TestServer,
} from './testSupport/startHttpServer';
import { Transport } from './upstream/Transport';
import { createVaultSender, NodeVaultApi } from './vault/NodeVaultApi';
import { VaultSession } from './vault/VaultSession';

const CONCURRENCY = 8;
const CALLS = 500;

let certificate: { cert: string; key: string };
let server: TestServer;
let transport: Transport | undefined;

beforeAll(async () => {
  certificate = await selfSigned();
});

async function start(body: unknown): Promise<void> {
  server = await startHttpServer(
    (_, response) => sendJson(response, 200, body),
    certificate,
  );
}

function connect(ca?: string): Transport {
  transport = new Transport({
    origin: server.origin,
    ca,
    concurrency: CONCURRENCY,
    requestsPerSecond: 100_000,
    timeoutMs: 10_000,
  });
  return transport;
}

afterEach(async () => {
  await transport?.close();
  await server.stop();
});

function openVault(ca?: string): NodeVaultApi {
  const send = createVaultSender({ transport: connect(ca) });
  const login = { method: 'token', token: 'reader' } as const;
  return new NodeVaultApi(new VaultSession({ target: 'main', send, login }));
}

const policy = { data: { name: 'grade-api', policy: '' } };

it('opens at most one connection more than may be in use, for 500 calls to Vault', async () => {
  await start(policy);
  const vault = openVault(certificate.cert);

  await Promise.all(
    Array.from({ length: CALLS }, () => vault.policy('grade-api')),
  );

  expect(server.requests).toHaveLength(CALLS);
  expect(server.connections()).toBeLessThanOrEqual(CONCURRENCY + 1);
});

it('opens at most one connection more than may be in use, for 500 calls to Kubernetes', async () => {
  await start({ gitVersion: 'v1.36.0' });
  const api = new ClientNodeKubernetesApi(
    { name: 'main', url: server.origin, serviceAccountToken: 'reader' },
    connect(certificate.cert),
  );

  await Promise.all(Array.from({ length: CALLS }, () => api.version()));

  expect(server.requests).toHaveLength(CALLS);
  expect(server.connections()).toBeLessThanOrEqual(CONCURRENCY + 1);
});

it('keeps its connections from one call to the next', async () => {
  await start(policy);
  const vault = openVault(certificate.cert);

  for (let call = 0; call < 20; call++) await vault.policy('grade-api');

  // A connection is free again a turn of the event loop after its answer.
  expect(server.connections()).toBeLessThanOrEqual(2);
});

it('sends nothing to a server whose authority it does not know', async () => {
  await start(policy);

  await expect(openVault().policy('grade-api')).rejects.toMatchObject({
    code: 'unreachable',
  });
  expect(server.requests).toHaveLength(0);
});
