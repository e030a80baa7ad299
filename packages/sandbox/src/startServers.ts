import { requireFreePorts, type SandboxPorts } from './ports';
import { chooseServers, type Choice } from './servers/chooseServers';
import type { Environment } from './servers/executables';
import type { KubernetesHandle } from './servers/KubernetesHandle';
import type { MysqlServer } from './servers/mariadb';
import { tlsOfUrl, type PostgresTls } from './servers/postgresUrl';
import type { VaultHandle } from './servers/VaultHandle';
import type { PostgresServer } from './startPostgres';

/** Something to do when the sandbox ends; done in reverse order. */
export type Cleanup = () => unknown;

/** What each system is, in words for people. */
export interface Using {
  readonly vault: string;
  readonly kubernetes: string;
  readonly postgres: string;
  readonly mysql: string;
}

/** The running servers. */
export interface Servers {
  readonly vault: VaultHandle;
  readonly kubernetes: KubernetesHandle;
  readonly postgres: PostgresServer;
  /** How a PostgreSQL of somebody else's is secured; absent: it is ours to set up. */
  readonly postgresTls?: PostgresTls;
  readonly mysql?: MysqlServer;
  readonly using: Using;
}

/** How to start the servers. */
export interface ServerOptions {
  readonly ports: SandboxPorts;
  readonly environment: Environment;
  readonly quick: boolean;
  readonly cleanups: Cleanup[];
}

const quickLeaseRetry = { attempts: 3, baseMilliseconds: 200 };

function valueOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'fulfilled') return result.value;
  throw result.reason;
}

/** Starts the servers that the environment asks for, at the same time. */
export async function startServers(options: ServerOptions): Promise<Servers> {
  const { ports, environment, quick, cleanups } = options;
  const leaseRetry = quick ? quickLeaseRetry : undefined;
  const choices = await chooseServers(environment, { ports, leaseRetry });
  const portIf = <T>(choice: Choice<T>, port?: number) =>
    choice.started ? port : undefined;
  await requireFreePorts({
    vault: portIf(choices.vault, ports.vault),
    kubernetes: portIf(choices.kubernetes, ports.kubernetes),
    postgres: portIf(choices.postgres, ports.postgres),
  });
  const start = async <T extends { stop(): Promise<void> } | undefined>(
    choice: Choice<T>,
  ): Promise<T> => {
    const server = await choice.start();
    cleanups.push(() => server?.stop());
    return server;
  };
  // One that fails must not leave the others behind: all are awaited before the failure is thrown.
  const [postgres, vault, kubernetes, mysql] = await Promise.allSettled([
    start(choices.postgres),
    start(choices.vault),
    start(choices.kubernetes),
    start(choices.mysql),
  ]);
  return {
    postgres: valueOf(postgres),
    vault: valueOf(vault),
    kubernetes: valueOf(kubernetes),
    mysql: valueOf(mysql),
    postgresTls: choices.postgres.started
      ? undefined
      : tlsOfUrl(valueOf(postgres).url()),
    using: {
      vault: choices.vault.using,
      kubernetes: choices.kubernetes.using,
      postgres: choices.postgres.using,
      mysql: choices.mysql.using,
    },
  };
}
