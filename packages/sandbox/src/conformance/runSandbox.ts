import { startVault } from '../vault/startVault';
import { vaultCases } from './vault/vaultCases';
import { runCases, Transcripts } from './runCases';
import { Surroundings } from './VaultSession';

/** Every case against a new Vault of the sandbox. */
export async function runSandbox(
  surroundings: Surroundings,
): Promise<Transcripts> {
  const vault = await startVault();
  const target = { address: vault.address, token: vault.rootToken };
  try {
    return await runCases(vaultCases, target, surroundings);
  } finally {
    await vault.stop();
  }
}
