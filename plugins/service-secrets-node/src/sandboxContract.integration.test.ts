import { join } from 'node:path';

import { sandboxFiles, startSandbox } from '@service-secrets/sandbox';
import type { Sandbox } from '@service-secrets/sandbox';

import { ClientNodeKubernetesApi } from './kubernetes/ClientNodeKubernetesApi';
import { ClientNodeKubernetesProvisioner } from './kubernetes/ClientNodeKubernetesProvisioner';
import { kubernetesProvisionerContract } from './testSupport/kubernetesProvisionerContract';
import { kubernetesContract } from './testSupport/kubernetesContract';
import {
  listedDynamicSecret,
  listedVaultAuth,
} from './testSupport/kubernetesObjects';
import { ProvisioningGround } from './testSupport/ProvisioningGround';
import { provisionerContract } from './testSupport/provisionerContract';
import { vaultContract } from './testSupport/vaultContract';
import { Transport } from './upstream/Transport';
import { createVaultSender, NodeVaultApi } from './vault/NodeVaultApi';
import { NodeVaultProvisioner } from './vault/NodeVaultProvisioner';
import { isAllowedProvisionerRequest } from './vault/provisionerPaths';
import { VaultSession } from './vault/VaultSession';

jest.setTimeout(120_000);

const limits = { concurrency: 8, requestsPerSecond: 1000, timeoutMs: 10_000 };
const role = { mount: 'database', name: 'grade-api-role' };

let sandbox: Sandbox;
let ground: ProvisioningGround;
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

/** Writes an object with the status its operator would report, as the administrator. */
async function createOperatorObject(
  kind: string,
  object: { readonly metadata: { readonly name: string } },
): Promise<void> {
  const { url, caPem, token } = sandbox.kubernetes;
  const path = `/apis/secrets.hashicorp.com/v1beta1/namespaces/grade-api/${kind.toLowerCase()}s`;
  const send = (method: 'POST' | 'PUT', where: string, body: object) =>
    connect(url, caPem).send({
      method,
      path: where,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
      repeatable: false,
    });
  const apiVersion = 'secrets.hashicorp.com/v1beta1';
  const made = await send('POST', path, { apiVersion, kind, ...object });
  if (made.status !== 201) throw new Error(`${kind}: ${made.status}`);
  const stored = JSON.parse(made.body);
  await send('PUT', `${path}/${object.metadata.name}/status`, {
    ...stored,
    ...('status' in object ? { status: object.status } : {}),
  });
}

beforeAll(async () => {
  sandbox = await startSandbox({ seed: true });
  ground = new ProvisioningGround(sandbox.vault.address, sandbox.vault.token);
  await ground.prepare(sandbox.postgres);
  await createOperatorObject('VaultDynamicSecret', listedDynamicSecret);
  await createOperatorObject('VaultAuth', listedVaultAuth);
});

afterAll(async () => {
  await ground?.remove();
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

provisionerContract('NodeVaultProvisioner on the sandbox', async () => {
  const send = createVaultSender({
    transport: connect(sandbox.vault.address),
    isAllowed: isAllowedProvisionerRequest,
  });
  const token = await ground.provisionerToken();
  const login = { method: 'token', token } as const;
  const session = new VaultSession({ target: 'sandbox', send, login });
  return { vault: new NodeVaultProvisioner(session), ...ground.subject };
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
    dynamicSecret: 'grade-api-db',
  };
});

kubernetesProvisionerContract(
  'ClientNodeKubernetesProvisioner on the sandbox',
  async () => {
    const { url, caPem } = sandbox.kubernetes;
    const identity = {
      name: 'sandbox',
      url,
      serviceAccountTokenFile: join(
        sandbox.directory,
        sandboxFiles.provisionerToken,
      ),
    };
    return {
      api: new ClientNodeKubernetesProvisioner(identity, connect(url, caPem)),
      namespace: 'grade-api',
      account: { namespace: 'grade-api', name: 'grade-api-sa' },
    };
  },
);

describe('NodeVaultApi logged in with Kubernetes on the sandbox', () => {
  const tokenFiles = {
    'backstage-reader': sandboxFiles.vaultJwt,
    'backstage-operator': sandboxFiles.operatorVaultJwt,
  };

  function open(name: keyof typeof tokenFiles) {
    const send = createVaultSender({
      transport: connect(sandbox.vault.address),
    });
    const login = {
      method: 'kubernetes',
      mount: 'kubernetes',
      role: name,
      tokenFile: join(sandbox.directory, tokenFiles[name]),
    } as const;
    return new NodeVaultApi(
      new VaultSession({ target: 'sandbox', send, login }),
    );
  }

  it('sees as the reader what the reports need and may not end a lease', async () => {
    await getCredentials();
    const reader = open('backstage-reader');
    const [id] = await reader.leaseIds(role);

    expect((await reader.lease(id))?.ttlSeconds).toBeGreaterThan(0);
    expect(await reader.irrevocableLeases()).toEqual([]);
    expect(
      await reader.pkiRole({ mount: 'pki_int', name: 'grade-api-tls' }),
    ).toBeDefined();
    const issuer = await reader.pkiIssuer({
      mount: 'pki_int',
      name: 'default',
    });
    expect(issuer?.notAfter.getTime()).toBeGreaterThan(Date.now());
    await expect(reader.revokeLease(id)).rejects.toMatchObject({
      code: 'denied',
      missingRule: expect.stringContaining('sys/leases/revoke'),
    });
    await reader.close();
  });

  it('ends a lease as the operator and sees no role', async () => {
    await getCredentials();
    const [reader, operator] = [
      open('backstage-reader'),
      open('backstage-operator'),
    ];
    const [id] = await reader.leaseIds(role);
    await operator.revokeLease(id);

    expect(await reader.leaseIds(role)).not.toContain(id);
    await expect(operator.databaseRole(role)).rejects.toMatchObject({
      code: 'denied',
    });
    await Promise.all([reader.close(), operator.close()]);
  });
});
