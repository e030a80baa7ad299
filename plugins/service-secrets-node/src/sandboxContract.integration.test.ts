import { startSandbox } from '@service-secrets/sandbox';
import type { Sandbox } from '@service-secrets/sandbox';

import { ClientNodeKubernetesApi } from './kubernetes/ClientNodeKubernetesApi';
import { kubernetesContract } from './testSupport/kubernetesContract';
import { vaultContract } from './testSupport/vaultContract';
import { Transport } from './upstream/Transport';
import { createVaultSender, NodeVaultApi } from './vault/NodeVaultApi';
import { VaultSession } from './vault/VaultSession';

jest.setTimeout(120_000);

const limits = { concurrency: 8, requestsPerSecond: 1000, timeoutMs: 10_000 };
const role = { mount: 'database', name: 'grade-api-role' };

let sandbox: Sandbox;
const transports: Transport[] = [];

function connect(origin: string, ca?: string): Transport {
  const transport = new Transport({ origin, ca, ...limits });
  transports.push(transport);
  return transport;
}

/** Plays the application: our own code has no way to get credentials. */
async function getCredentials(): Promise<void> {
  const { address, token } = sandbox.vault;
  const answer = await fetch(`${address}/v1/${role.mount}/creds/${role.name}`, {
    headers: { 'X-Vault-Token': token },
  });
  if (answer.status !== 200)
    throw new Error(`No credentials: ${answer.status}`);
}

beforeAll(async () => {
  sandbox = await startSandbox({ seed: true });
});

afterAll(async () => {
  await Promise.all(transports.map(transport => transport.close()));
  await sandbox?.stop();
});

vaultContract('NodeVaultApi on the sandbox', async () => {
  const { address, token } = sandbox.vault;
  const send = createVaultSender({ transport: connect(address) });
  const login = { method: 'token', token } as const;
  const session = new VaultSession({ target: 'sandbox', send, login });
  await getCredentials();
  await getCredentials();
  return {
    vault: new NodeVaultApi(session),
    role,
    authRole: { mount: 'kubernetes', name: 'grade-api' },
    policy: 'grade-api',
  };
});

kubernetesContract('ClientNodeKubernetesApi on the sandbox', async () => {
  const { url, caPem, token } = sandbox.kubernetes;
  const config = { name: 'sandbox', url, serviceAccountToken: token };
  return {
    api: new ClientNodeKubernetesApi(config, connect(url, caPem)),
    namespace: 'grade-api',
    entityRef: 'component:default/grade-api',
    serviceAccount: 'grade-api-sa',
    deployment: 'grade-api',
    certificate: 'grade-api-tls',
  };
});
