import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';

import { freePort } from './freePort';
import { ServerProcess } from './ServerProcess';
import type { VaultHandle } from './VaultHandle';
import { makeTemporaryFolder } from '../temporaryFolder';

/** The command line of a dev server: unsealed, in memory, and its token kept out of the home folder. */
export function vaultArguments(port: number): string[] {
  return [
    'server',
    '-dev',
    '-dev-no-store-token',
    `-dev-listen-address=127.0.0.1:${port}`,
  ];
}

/** The variables of a dev server. The token stands here because everyone may read a command line. */
export function vaultEnvironment(rootToken: string, home: string) {
  return {
    HOME: home,
    PATH: process.env.PATH,
    VAULT_DEV_ROOT_TOKEN_ID: rootToken,
    BAO_DEV_ROOT_TOKEN_ID: rootToken,
    // Containers refuse mlock, and nothing in a dev server is worth it.
    VAULT_DISABLE_MLOCK: 'true',
  };
}

async function answersAsActive(address: string): Promise<void> {
  const response = await fetch(`${address}/v1/sys/health`);
  if (response.status !== 200)
    throw new Error(`sys/health answered ${response.status}`);
}

/** Starts a real `vault` or `bao` as a dev server on the loopback address. */
export async function startVaultBinary(
  file: string,
  options: { port?: number } = {},
): Promise<VaultHandle> {
  const port = options.port ?? (await freePort());
  const address = `http://127.0.0.1:${port}`;
  const rootToken = `root-${randomBytes(18).toString('base64url')}`;
  const home = await makeTemporaryFolder('vault');
  const server = new ServerProcess({
    name: 'Vault',
    file,
    args: vaultArguments(port),
    env: vaultEnvironment(rootToken, home),
  });
  const stop = async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  };
  try {
    await server.untilReady(() => answersAsActive(address));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    address,
    rootToken,
    stop,
    goOffline: async () => server.signal('SIGSTOP'),
    goOnline: async () => server.signal('SIGCONT'),
  };
}
