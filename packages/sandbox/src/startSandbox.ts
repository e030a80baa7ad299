import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

import { KubernetesClient } from './controllers/client/KubernetesClient';
import { VaultClient } from './controllers/client/VaultClient';
import {
  keepTokens,
  removeFiles,
  sandboxFiles,
  writeClusterFiles,
  writePostgresCa,
} from './identityFiles';
import type { SandboxPorts } from './ports';
import { awaitHealthy } from './seed/awaitHealthy';
import { faultSeeds } from './seed/faults';
import { seedPlatform } from './seed/platform';
import { enablePostgresTls } from './seed/postgresTls';
import type { SeedContext } from './seed/SeedContext';
import { applyService, type ServiceSeed } from './seed/ServiceSeed';
import { healthyServices } from './seed/services';
import { operatorServices } from './seed/services/operatorDelivered';
import type { Environment } from './servers/executables';
import type { MysqlServer } from './servers/mariadb';
import type { VaultHandle } from './servers/VaultHandle';
import { startControllers } from './startControllers';
import type { PostgresServer } from './startPostgres';
import {
  startServers,
  type Cleanup,
  type Servers,
  type Using,
} from './startServers';
import { makeTemporaryFolder } from './temporaryFolder';

/** Which services a sandbox starts with; `true` means the healthy ones, `all` adds those an operator delivers to. */
export type SandboxSeed = boolean | 'services' | 'faults' | 'all';

/** What a sandbox may be told. */
export interface SandboxOptions {
  /** Free ports where none is named. */
  readonly ports?: SandboxPorts;
  /** Where kubeconfig, CA and tokens go; a temporary directory when absent. */
  readonly directory?: string;
  readonly seed?: SandboxSeed;
  /** Whether pods run and certificates are issued. Default: when something is seeded. */
  readonly controllers?: boolean;
  /** Agents and lease revocations give up within seconds instead of minutes. Default: when the faults are seeded. */
  readonly quick?: boolean;
  /** Told what went wrong in a controller's round; the round is tried again. */
  readonly onProblem?: (text: string) => void;
  /** Names real servers to use instead (README); default: that of the process. `{}` rules them out. */
  readonly environment?: Environment;
  /** Ends a start that is under way; everything started by then is stopped. */
  readonly signal?: AbortSignal;
}

/** A running sandbox. */
export interface Sandbox {
  readonly vault: {
    readonly address: string;
    readonly token: string;
    /** Absent, as `faults` is, where a real Vault is in use. */
    readonly unsealKey?: string;
    readonly faults?: VaultHandle['faults'];
    readonly goOffline: VaultHandle['goOffline'];
    readonly goOnline: VaultHandle['goOnline'];
  };
  readonly kubernetes: {
    readonly url: string;
    readonly caPem: string;
    readonly token: string;
    readonly kubeconfigPath: string;
  };
  readonly postgres: PostgresServer;
  /** Where MariaDB is installed or SANDBOX_MYSQL_URL names one. */
  readonly mysql?: MysqlServer;
  /** Which server each system is. */
  readonly using: Using;
  /** Holds the files of `sandboxFiles`: kubeconfig, CAs and the tokens of Backstage's identities. */
  readonly directory: string;
  /** What an agent rendered into a pod's memory, by absolute path. */
  files(namespace: string, pod: string): ReadonlyMap<string, string>;
  /** Ends everything and removes what was written. */
  stop(): Promise<void>;
}

interface Plan {
  readonly seed: SandboxSeed;
  readonly controllers: boolean;
  readonly quick: boolean;
}

function planOf(options: SandboxOptions): Plan {
  const seed = options.seed ?? false;
  const controllers = options.controllers ?? seed !== false;
  const withFaults = seed === 'faults' || seed === 'all';
  if (withFaults && !controllers)
    throw new Error(
      "The faults happen while services run: seed 'faults' and 'all' need controllers.",
    );
  return { seed, controllers, quick: options.quick ?? withFaults };
}

async function openDirectory(
  wanted: string | undefined,
  cleanups: Cleanup[],
): Promise<string> {
  if (wanted !== undefined) {
    await mkdir(wanted, { recursive: true });
    cleanups.push(() => removeFiles(wanted));
    return wanted;
  }
  const made = await makeTemporaryFolder('run');
  cleanups.push(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** Our own PostgreSQL gets a certificate; another one stays as its owner set it up. */
async function securePostgres({ servers, directory }: Parts) {
  const { postgres, postgresTls } = servers;
  if (postgresTls) return postgresTls;
  const ca = await enablePostgresTls(postgres.host, postgres.url());
  const caFile = await writePostgresCa(directory, ca);
  return { sslmode: 'verify-full', caFile };
}

async function contextOf(
  parts: Parts,
  client: KubernetesClient,
  vaultClient: VaultClient,
): Promise<SeedContext> {
  const { servers, options } = parts;
  const { vault, kubernetes, postgres } = servers;
  return {
    vault: vaultClient,
    vaultToken: vault.rootToken,
    kubernetes: client,
    kubernetesServer: { url: kubernetes.url, caPem: kubernetes.caPem },
    postgres,
    postgresTls: await securePostgres(parts),
    signal: options.signal,
  };
}

async function applySeed(context: SeedContext, seed: SandboxSeed) {
  const { address } = context.vault;
  const broken = seed === 'faults' || seed === 'all' ? faultSeeds : [];
  const healthy: ServiceSeed[] =
    seed === false || seed === 'faults' ? [] : healthyServices(address);
  for (const fault of broken) {
    await applyService(context, fault.seed(address));
    await fault.afterwards?.(context);
  }
  for (const service of healthy) await applyService(context, service);
  return healthy;
}

/** Those the played operators deliver to; where only one half is seeded, nobody plays them. */
async function applyDelivered(context: SeedContext, seed: SandboxSeed) {
  if (seed !== 'all') return [];
  const services = operatorServices(context.vault.address);
  for (const service of services) await applyService(context, service);
  return services;
}

async function cleanUp(cleanups: readonly Cleanup[]): Promise<void> {
  for (const cleanup of [...cleanups].reverse())
    await Promise.resolve(cleanup()).catch(() => undefined);
}

async function build(
  options: SandboxOptions,
  cleanups: Cleanup[],
): Promise<Omit<Sandbox, 'stop'>> {
  const plan = planOf(options);
  const directory = await openDirectory(options.directory, cleanups);
  const servers = await startServers({
    ports: options.ports ?? {},
    environment: options.environment ?? process.env,
    quick: plan.quick,
    cleanups,
  });
  options.signal?.throwIfAborted();
  const { vault, kubernetes } = servers;
  const client = new KubernetesClient({
    url: kubernetes.url,
    ca: kubernetes.caPem,
    token: () => kubernetes.adminToken,
  });
  const vaultClient = new VaultClient(vault.address, vault.caPem);
  cleanups.push(() => [client, vaultClient].forEach(each => each.close()));
  await writeClusterFiles(directory, {
    kubeconfig: kubernetes.kubeconfig(),
    caPem: kubernetes.caPem,
  });
  const files = await populate(
    { options, plan, servers, directory, cleanups },
    client,
    vaultClient,
  );
  return { ...addressesOf(servers, directory), directory, files };
}

function addressesOf(
  { vault, kubernetes, postgres, mysql, using }: Servers,
  directory: string,
) {
  return {
    vault: {
      address: vault.address,
      token: vault.rootToken,
      unsealKey: vault.unsealKey,
      faults: vault.faults,
      goOffline: vault.goOffline,
      goOnline: vault.goOnline,
    },
    kubernetes: {
      url: kubernetes.url,
      caPem: kubernetes.caPem,
      token: kubernetes.adminToken,
      kubeconfigPath: path.join(directory, sandboxFiles.kubeconfig),
    },
    postgres,
    mysql,
    using,
  };
}

interface Parts {
  readonly options: SandboxOptions;
  readonly plan: Plan;
  readonly servers: Servers;
  readonly directory: string;
  readonly cleanups: Cleanup[];
}

async function populate(
  parts: Parts,
  client: KubernetesClient,
  vaultClient: VaultClient,
): Promise<Sandbox['files']> {
  const { options, plan, servers, directory, cleanups } = parts;
  const none: Sandbox['files'] = () => new Map();
  if (plan.seed === false && !plan.controllers) return none;
  const context = await contextOf(parts, client, vaultClient);
  await seedPlatform(context);
  cleanups.push(await keepTokens(directory, client));
  const controllers = plan.controllers
    ? await startControllers(servers, client, {
        quick: plan.quick,
        operatorsRead: plan.seed === 'all' ? vaultClient : undefined,
        onError: error => options.onProblem?.(String(error)),
      })
    : undefined;
  if (controllers) cleanups.push(() => controllers.stop());
  const healthy = [
    ...(await applySeed(context, plan.seed)),
    ...(await applyDelivered(context, plan.seed)),
  ];
  if (controllers) await awaitHealthy(context, healthy);
  return controllers?.files ?? none;
}

/** Starts PostgreSQL, Vault and Kubernetes, and on request the services that use them. */
export async function startSandbox(
  options: SandboxOptions = {},
): Promise<Sandbox> {
  const cleanups: Cleanup[] = [];
  try {
    const built = await build(options, cleanups);
    return { ...built, stop: () => cleanUp(cleanups) };
  } catch (error) {
    await cleanUp(cleanups);
    throw error;
  }
}
