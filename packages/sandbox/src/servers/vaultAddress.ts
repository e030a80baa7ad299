import { readFile } from 'node:fs/promises';

import { VaultClient } from '../controllers/client/VaultClient';
import type { Environment } from './executables';
import type { VaultHandle } from './VaultHandle';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

function addressOf(environment: Environment): string {
  const address = (environment.VAULT_ADDR ?? '').replace(/\/+$/, '');
  const host = URL.canParse(address) ? new URL(address).hostname : undefined;
  if (host === undefined)
    throw new Error(
      `VAULT_ADDR is "${address}"; give an address such as http://127.0.0.1:8200, or unset it.`,
    );
  // VAULT_ADDR is in many shells for other reasons; nobody wants example services in a shared Vault by accident.
  if (!LOOPBACK.includes(host) && environment.SANDBOX_REMOTE !== 'allow')
    throw new Error(
      `VAULT_ADDR names ${host}, which is not this machine. The sandbox would write mounts, roles and policies into it: set SANDBOX_REMOTE=allow if that is wanted, unset VAULT_ADDR or set SANDBOX_SERVERS=own if not.`,
    );
  return address;
}

const elsewhere = (verb: string) => () =>
  Promise.reject(
    new Error(
      `The Vault at VAULT_ADDR was not started by the sandbox, so the sandbox does not ${verb} it.`,
    ),
  );

/** Uses the Vault of VAULT_ADDR with VAULT_TOKEN (and VAULT_CACERT), which must be root's. */
export async function connectVault(
  environment: Environment,
): Promise<VaultHandle> {
  const address = addressOf(environment);
  const rootToken = environment.VAULT_TOKEN ?? '';
  const caPem = environment.VAULT_CACERT
    ? await readFile(environment.VAULT_CACERT, 'utf8')
    : undefined;
  const client = new VaultClient(address, caPem);
  try {
    const path = 'auth/token/lookup-self';
    await client.call({ method: 'GET', path, token: rootToken });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The Vault of VAULT_ADDR does not accept VAULT_TOKEN: ${why} Unset VAULT_ADDR to use the sandbox's own.`,
      { cause: error },
    );
  } finally {
    client.close();
  }
  return {
    address,
    rootToken,
    caPem,
    goOffline: elsewhere('stop'),
    goOnline: elsewhere('start'),
    stop: () => Promise.resolve(),
  };
}
