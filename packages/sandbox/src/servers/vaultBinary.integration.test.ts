import { existsSync, readdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

import { VaultClient } from '../controllers/client/VaultClient';
import { connectVault } from './vaultAddress';
import { startVaultBinary } from './vaultBinary';
import type { VaultHandle } from './VaultHandle';
import { temporaryPrefix } from '../temporaryFolder';

jest.setTimeout(60_000);

const { VAULT_BIN } = process.env;

const homes = () =>
  readdirSync(tmpdir()).filter(name =>
    name.startsWith(temporaryPrefix('vault-')),
  );

if (!VAULT_BIN) {
  it('is left out, because VAULT_BIN names no vault or bao to start', () => {
    process.stdout.write(
      'A real Vault is not tested: set VAULT_BIN to a vault or bao.\n',
    );
    expect(VAULT_BIN).toBeFalsy();
  });
} else {
  describe('a real Vault', () => {
    let before: string[];
    let vault: VaultHandle;

    beforeAll(async () => {
      before = homes();
      vault = await startVaultBinary(VAULT_BIN);
    });

    afterAll(() => vault.stop());

    it('answers as active to its own root token, which it stores nowhere', async () => {
      const client = new VaultClient(vault.address);
      const { data } = await client.call({
        method: 'GET',
        path: 'auth/token/lookup-self',
        token: vault.rootToken,
      });
      client.close();

      expect(data).toMatchObject({ policies: ['root'] });
      const [home] = homes().filter(name => !before.includes(name));
      expect(readdirSync(path.join(tmpdir(), home))).not.toContain(
        '.vault-token',
      );
      expect(vault.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(existsSync(path.join(homedir(), '.bao-token'))).toBe(false);
    });

    it('can be used by address and token, and is not stopped then', async () => {
      const other = await connectVault({
        VAULT_ADDR: `${vault.address}/`,
        VAULT_TOKEN: vault.rootToken,
      });

      expect(other.address).toBe(vault.address);
      await other.stop();
      await expect(
        fetch(`${vault.address}/v1/sys/health`),
      ).resolves.toHaveProperty('status', 200);
      await expect(other.goOffline()).rejects.toThrow('was not started by');
    });

    it('says that VAULT_TOKEN is wrong', async () => {
      await expect(
        connectVault({ VAULT_ADDR: vault.address, VAULT_TOKEN: 'wrong' }),
      ).rejects.toThrow(/does not accept VAULT_TOKEN: .*Code: 403/);
    });

    it('answers nothing while it is offline, and goes on afterwards', async () => {
      await vault.goOffline();
      await expect(
        fetch(`${vault.address}/v1/sys/health`, {
          signal: AbortSignal.timeout(500),
        }),
      ).rejects.toThrow('timeout');
      await vault.goOnline();
      const { status } = await fetch(`${vault.address}/v1/sys/health`);
      expect(status).toBe(200);
    });

    it('is gone with its files after stop', async () => {
      const second = await startVaultBinary(VAULT_BIN);
      const during = homes().length;
      await second.stop();
      expect(homes().length).toBe(during - 1);
      await expect(fetch(second.address)).rejects.toThrow('fetch failed');
    });
  });
}
