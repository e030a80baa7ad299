import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { chooseServers } from './chooseServers';
import type { Environment } from './executables';

const own = { ports: {} };

async function using(environment: Environment) {
  const choices = await chooseServers(environment, own);
  return {
    vault: choices.vault.using,
    kubernetes: choices.kubernetes.using,
    postgres: choices.postgres.using,
    mysql: choices.mysql.using,
  };
}

const ours = {
  vault: "the sandbox's Vault-compatible server",
  kubernetes: "the sandbox's API server",
  postgres: 'real, temporary data',
  mysql: 'none',
};

describe('chooseServers', () => {
  let bin: string;

  beforeEach(async () => {
    bin = await mkdtemp(path.join(tmpdir(), 'bin-'));
    for (const name of ['bao', 'mariadbd', 'mariadb-install-db']) {
      await writeFile(path.join(bin, name), '#!/bin/sh\n');
      await chmod(path.join(bin, name), 0o755);
    }
  });

  afterEach(() => rm(bin, { recursive: true }));

  it('takes its own servers where the environment names no other', async () => {
    expect(await using({})).toEqual(ours);
  });

  it('takes each server that the environment names', async () => {
    const environment = {
      VAULT_BIN: '/opt/vault',
      SANDBOX_KUBECONFIG: '/k',
      SANDBOX_POSTGRES_URL: 'postgresql://u:secret@h/postgres',
      SANDBOX_MYSQL_URL: 'mysql://u:secret@h',
    };

    expect(await using(environment)).toEqual({
      vault: '/opt/vault server -dev (VAULT_BIN)',
      kubernetes: '/k (SANDBOX_KUBECONFIG)',
      postgres: 'the server of SANDBOX_POSTGRES_URL',
      mysql: 'the server of SANDBOX_MYSQL_URL',
    });
    expect(await using({ KUBEBUILDER_ASSETS: '/assets' })).toMatchObject({
      kubernetes: 'etcd and kube-apiserver of /assets (KUBEBUILDER_ASSETS)',
    });
  });

  it('finds bao and MariaDB on the PATH', async () => {
    expect(await using({ PATH: `/nowhere:${bin}` })).toMatchObject({
      vault: `${bin}/bao server -dev (PATH)`,
      mysql: `${bin}/mariadbd, temporary data`,
    });
  });

  it('prefers a named Vault over one on the PATH, and needs a token to use an address', async () => {
    const address = { VAULT_ADDR: 'http://127.0.0.1:8200', PATH: bin };

    expect((await using({ ...address, VAULT_TOKEN: 't' })).vault).toBe(
      'http://127.0.0.1:8200 (VAULT_ADDR)',
    );
    expect((await using(address)).vault).toContain('(PATH)');
  });

  it('ignores all of them with SANDBOX_SERVERS=own, and refuses another value', async () => {
    const environment = { VAULT_BIN: '/opt/vault', PATH: bin };

    expect(await using({ ...environment, SANDBOX_SERVERS: 'own' })).toEqual(
      ours,
    );
    await expect(using({ SANDBOX_SERVERS: 'real' })).rejects.toThrow(
      'SANDBOX_SERVERS is "real"; the only value is own',
    );
  });

  it('refuses to fill a Vault on another machine unless told so', async () => {
    const { vault } = await chooseServers(
      { VAULT_ADDR: 'https://vault.example.com', VAULT_TOKEN: 't' },
      own,
    );

    await expect(vault.start()).rejects.toThrow(
      'VAULT_ADDR names vault.example.com, which is not this machine.',
    );
  });

  it.each([
    ['SANDBOX_POSTGRES_URL', 'postgres' as const, 'http://u:secret@h'],
    ['SANDBOX_MYSQL_URL', 'mysql' as const, 'http://u:secret@h'],
  ])('refuses a %s of another kind without repeating it', async (...row) => {
    const [variable, system, value] = row;
    const choices = await chooseServers({ [variable]: value }, own);

    const message = await choices[system].start().catch(String);

    expect(message).toContain(variable);
    expect(message).not.toContain('secret');
  });

  it('says which program of KUBEBUILDER_ASSETS is missing and where both come from', async () => {
    const { kubernetes } = await chooseServers(
      { KUBEBUILDER_ASSETS: bin },
      own,
    );

    await expect(kubernetes.start()).rejects.toThrow(
      `${bin}/etcd and ${bin}/kube-apiserver cannot be run. Fetch both with "setup-envtest use -p path", or unset KUBEBUILDER_ASSETS.`,
    );
  });

  it('relays what a program printed that does not start', async () => {
    await writeFile(
      path.join(bin, 'bao'),
      '#!/bin/sh\necho "address already in use" >&2; exit 3\n',
    );
    const { vault } = await chooseServers(
      { VAULT_BIN: path.join(bin, 'bao') },
      own,
    );

    await expect(vault.start()).rejects.toThrow(
      /did not start: it ended with exit code 3\.\naddress already in use/,
    );
  });
});
