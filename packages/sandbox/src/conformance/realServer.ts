import { Environment, findOnPath } from '../servers/executables';
import { connectVault } from '../servers/vaultAddress';
import { startVaultBinary } from '../servers/vaultBinary';
import type { VaultHandle } from '../servers/VaultHandle';

/** A real server to compare with, and what it says it is. */
export interface RealServer {
  readonly handle: VaultHandle;
  readonly product: 'vault' | 'openbao';
  readonly version: string;
}

async function handleOf(
  environment: Environment,
): Promise<VaultHandle | undefined> {
  if (environment.VAULT_ADDR && environment.VAULT_TOKEN) {
    return connectVault(environment);
  }
  const file =
    environment.VAULT_BIN || (await findOnPath(environment, ['vault', 'bao']));
  return file ? startVaultBinary(file) : undefined;
}

async function describe({ address, rootToken }: VaultHandle) {
  const response = await fetch(`${address}/v1/sys/mounts/sys`, {
    headers: { 'X-Vault-Token': rootToken },
  });
  const text = await response.text();
  const status = await fetch(`${address}/v1/sys/health`);
  const { version }: { version?: string } = await status.json();
  return {
    product: text.includes('+builtin.bao') ? 'openbao' : 'vault',
    version: version ?? 'unknown',
  } as const;
}

/** The server of VAULT_ADDR and VAULT_TOKEN, else VAULT_BIN or a `vault` or `bao` of the PATH in dev mode; undefined when there is none. */
export async function realServer(
  environment: Environment,
): Promise<RealServer | undefined> {
  const handle = await handleOf(environment);
  if (!handle) return undefined;
  try {
    await ensureSecretMount(handle);
    return { handle, ...(await describe(handle)) };
  } catch (error) {
    await handle.stop();
    throw error;
  }
}

/** Dev servers bring `secret/` along, others may not; the cases use it. */
async function ensureSecretMount({ address, rootToken }: VaultHandle) {
  await fetch(`${address}/v1/sys/mounts/secret`, {
    method: 'POST',
    headers: { 'X-Vault-Token': rootToken },
    body: JSON.stringify({ type: 'kv', options: { version: '2' } }),
  });
}
