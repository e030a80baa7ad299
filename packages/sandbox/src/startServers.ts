import {
  startKubernetes,
  type KubernetesServer,
} from './kubernetes/startKubernetes';
import type { SandboxPorts } from './ports';
import { startPostgres, type PostgresServer } from './startPostgres';
import { startVault, type VaultServer } from './vault/startVault';

/** Something to do when the sandbox ends; done in reverse order. */
export type Cleanup = () => unknown;

/** The three running servers. */
export interface Servers {
  readonly vault: VaultServer;
  readonly kubernetes: KubernetesServer;
  readonly postgres: PostgresServer;
}

const quickLeaseRetry = { attempts: 3, baseMilliseconds: 200 };

/** Starts the three servers at the same time. */
export async function startServers(
  ports: SandboxPorts,
  { quick, cleanups }: { quick: boolean; cleanups: Cleanup[] },
): Promise<Servers> {
  const started = <T extends { stop(): Promise<void> }>(server: T): T => {
    cleanups.push(() => server.stop());
    return server;
  };
  const leaseRetry = quick ? quickLeaseRetry : undefined;
  // One that fails must not leave the others behind: all are awaited before the failure is thrown.
  const [postgres, vault, kubernetes] = await Promise.allSettled([
    startPostgres({ port: ports.postgres }).then(started),
    startVault({ port: ports.vault, leaseRetry }).then(started),
    startKubernetes({ port: ports.kubernetes }).then(started),
  ]);
  return {
    postgres: valueOf(postgres),
    vault: valueOf(vault),
    kubernetes: valueOf(kubernetes),
  };
}

function valueOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'fulfilled') return result.value;
  throw result.reason;
}
