import { startPostgres, type PostgresServer } from '@service-secrets/sandbox';

import { ProvisioningGround } from './testSupport/ProvisioningGround';
import { provisionerContract } from './testSupport/provisionerContract';
import { RealVault } from './testSupport/RealVault';
import { vaultContract } from './testSupport/vaultContract';
import { Transport } from './upstream/Transport';
import { createVaultSender, NodeVaultApi } from './vault/NodeVaultApi';
import { NodeVaultProvisioner } from './vault/NodeVaultProvisioner';
import { isAllowedProvisionerRequest } from './vault/provisionerPaths';
import { VaultSession } from './vault/VaultSession';

jest.setTimeout(120_000);

const { VAULT_ADDR: address, VAULT_TOKEN: token } = process.env;
const login = { method: 'token', token: token ?? '' } as const;

/** Against a Vault or OpenBao on this machine, which must reach a database on loopback. */
function judgeRealServer(origin: string): void {
  const real = new RealVault(origin, login.token);
  const ground = new ProvisioningGround(origin, login.token);
  let database: PostgresServer;
  let transport: Transport;

  beforeAll(async () => {
    database = await startPostgres();
    await real.prepare(database);
    await ground.prepare(database);
    transport = new Transport({
      origin,
      concurrency: 8,
      requestsPerSecond: 1000,
      timeoutMs: 10_000,
    });
  });

  afterAll(async () => {
    await transport?.close();
    await ground.remove();
    await real.remove();
    await database?.stop();
  });

  vaultContract('NodeVaultApi on the server of VAULT_ADDR', async () => {
    const send = createVaultSender({ transport });
    await real.getCredentials();
    await real.getCredentials();
    return {
      vault: new NodeVaultApi(
        new VaultSession({ target: 'real', send, login }),
      ),
      ...real.names,
    };
  });

  provisionerContract(
    'NodeVaultProvisioner on the server of VAULT_ADDR',
    async () => {
      const send = createVaultSender({
        transport,
        isAllowed: isAllowedProvisionerRequest,
      });
      const bounded = await ground.provisionerToken();
      const session = new VaultSession({
        target: 'real',
        send,
        login: { method: 'token', token: bounded },
      });
      return { vault: new NodeVaultProvisioner(session), ...ground.subject };
    },
  );
}

if (address && token) {
  judgeRealServer(new URL(address).origin);
} else {
  // eslint-disable-next-line jest/expect-expect -- the title says why nothing is judged
  it('is not run: VAULT_ADDR and VAULT_TOKEN name no server', () => {
    process.stderr.write(
      'The contract was not tried on a real server: set VAULT_ADDR and VAULT_TOKEN of a root token.\n',
    );
  });
}
