import { startKubernetes } from '../kubernetes/startKubernetes';
import type { SandboxPorts } from '../ports';
import { startPostgres, type PostgresServer } from '../startPostgres';
import { startVault, type VaultOptions } from '../vault/startVault';
import { findOnPath, type Environment } from './executables';
import { startKubernetesAssets } from './kubernetesAssets';
import type { KubernetesHandle } from './KubernetesHandle';
import { connectKubeconfig } from './kubernetesKubeconfig';
import {
  connectMysql,
  findMariadb,
  startMariadb,
  type MysqlServer,
} from './mariadb';
import { connectPostgres } from './postgresUrl';
import { connectVault } from './vaultAddress';
import { startVaultBinary } from './vaultBinary';
import type { VaultHandle } from './VaultHandle';

/** One of the ways to get a server. */
export interface Choice<T> {
  /** What is in use, for people. */
  readonly using: string;
  /** Whether the sandbox starts it, and so needs its port. */
  readonly started: boolean;
  start(): Promise<T>;
}

/** The way to each server that the environment asks for. */
export interface ServerChoices {
  readonly vault: Choice<VaultHandle>;
  readonly kubernetes: Choice<KubernetesHandle>;
  readonly postgres: Choice<PostgresServer>;
  readonly mysql: Choice<MysqlServer | undefined>;
}

/** What the sandbox's own servers are started with. */
export interface OwnOptions {
  readonly ports: SandboxPorts;
  readonly leaseRetry?: VaultOptions['leaseRetry'];
}

function vaultBinary(
  file: string,
  from: string,
  port?: number,
): Choice<VaultHandle> {
  return {
    using: `${file} server -dev (${from})`,
    started: true,
    start: () => startVaultBinary(file, { port }),
  };
}

async function chooseVault(
  environment: Environment,
  { ports, leaseRetry }: OwnOptions,
): Promise<Choice<VaultHandle>> {
  const { VAULT_BIN, VAULT_ADDR, VAULT_TOKEN } = environment;
  if (VAULT_BIN) return vaultBinary(VAULT_BIN, 'VAULT_BIN', ports.vault);
  if (VAULT_ADDR && VAULT_TOKEN)
    return {
      using: `${VAULT_ADDR} (VAULT_ADDR)`,
      started: false,
      start: () => connectVault(environment),
    };
  const found = await findOnPath(environment, ['vault', 'bao']);
  if (found) return vaultBinary(found, 'PATH', ports.vault);
  return {
    using: "the sandbox's Vault-compatible server",
    started: true,
    start: () => startVault({ port: ports.vault, leaseRetry }),
  };
}

function chooseKubernetes(
  { KUBEBUILDER_ASSETS, SANDBOX_KUBECONFIG }: Environment,
  port?: number,
): Choice<KubernetesHandle> {
  if (SANDBOX_KUBECONFIG)
    return {
      using: `${SANDBOX_KUBECONFIG} (SANDBOX_KUBECONFIG)`,
      started: false,
      start: () => connectKubeconfig(SANDBOX_KUBECONFIG),
    };
  if (KUBEBUILDER_ASSETS)
    return {
      using: `etcd and kube-apiserver of ${KUBEBUILDER_ASSETS} (KUBEBUILDER_ASSETS)`,
      started: true,
      start: () => startKubernetesAssets(KUBEBUILDER_ASSETS, { port }),
    };
  return {
    using: "the sandbox's API server",
    started: true,
    start: () => startKubernetes({ port }),
  };
}

function choosePostgres(
  { SANDBOX_POSTGRES_URL }: Environment,
  port?: number,
): Choice<PostgresServer> {
  if (SANDBOX_POSTGRES_URL)
    return {
      using: 'the server of SANDBOX_POSTGRES_URL',
      started: false,
      start: () => connectPostgres(SANDBOX_POSTGRES_URL),
    };
  return {
    using: 'real, temporary data',
    started: true,
    start: () => startPostgres({ port }),
  };
}

async function chooseMysql(
  environment: Environment,
): Promise<Choice<MysqlServer | undefined>> {
  const { SANDBOX_MYSQL_URL } = environment;
  if (SANDBOX_MYSQL_URL)
    return {
      using: 'the server of SANDBOX_MYSQL_URL',
      started: false,
      start: () => connectMysql(SANDBOX_MYSQL_URL),
    };
  const binaries = await findMariadb(environment);
  if (binaries)
    return {
      using: `${binaries.server}, temporary data`,
      started: true,
      start: () => startMariadb(binaries),
    };
  return { using: 'none', started: false, start: async () => undefined };
}

/** Reads from the environment which server is the sandbox's own and which is another. `SANDBOX_SERVERS=own` rules others out. */
export async function chooseServers(
  environment: Environment,
  own: OwnOptions,
): Promise<ServerChoices> {
  const { SANDBOX_SERVERS } = environment;
  if (SANDBOX_SERVERS !== undefined && SANDBOX_SERVERS !== 'own')
    throw new Error(
      `SANDBOX_SERVERS is "${SANDBOX_SERVERS}"; the only value is own, which ignores VAULT_ADDR and its kin.`,
    );
  const read = SANDBOX_SERVERS === 'own' ? {} : environment;
  return {
    vault: await chooseVault(read, own),
    kubernetes: chooseKubernetes(read, own.ports.kubernetes),
    postgres: choosePostgres(read, own.ports.postgres),
    mysql: await chooseMysql(read),
  };
}
