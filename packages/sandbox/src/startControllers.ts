import { startCertManager } from './controllers/certManager/startCertManager';
import type { KubernetesClient } from './controllers/client/KubernetesClient';
import type { VaultClient } from './controllers/client/VaultClient';
import { agentTiming, type AgentTiming } from './controllers/injector/PodAgent';
import { startInjector } from './controllers/injector/startInjector';
import { startSecretOperators } from './controllers/secretOperators/startSecretOperators';
import { identities } from './seed/identities';
import type { Servers } from './startServers';

const quickTiming: AgentTiming = {
  attempts: 3,
  retryMs: 100,
  restartMs: 2_000,
};

/** cert-manager calls the API server as itself, so that a missing Role has its real effect. */
function ownToken(client: KubernetesClient): () => Promise<string> {
  let known: { token: string; expiresAt: Date } | undefined;
  return async () => {
    const minute = 60_000;
    if (!known || known.expiresAt.getTime() - Date.now() < 10 * minute)
      known = await client.serviceAccountToken(identities.certManager, {
        expirationSeconds: 3600,
      });
    return known.token;
  };
}

/** What the controllers work with. */
interface ControllersOptions {
  readonly quick: boolean;
  /** Given where secret operators are played too. */
  readonly operatorsRead?: VaultClient;
  readonly onError: (error: unknown) => void;
}

/** Starts the injector with its kubelet, cert-manager, and on request the secret operators. */
export async function startControllers(
  servers: Servers,
  client: KubernetesClient,
  how: ControllersOptions,
) {
  const { url, caPem: ca, adminToken } = servers.kubernetes;
  const { quick, operatorsRead: vault, onError } = how;
  const injector = await startInjector({
    kubernetes: { url, ca, token: () => adminToken },
    vault: { address: servers.vault.address, ca: servers.vault.caPem },
    timing: quick ? quickTiming : agentTiming,
    onError,
  });
  const certManager = await startCertManager({
    kubernetes: { url, ca, token: ownToken(client) },
    onError,
  });
  const stopOperators =
    vault &&
    (await startSecretOperators({ kubernetes: client, vault, onError }));
  return {
    files: injector.files,
    async stop() {
      await stopOperators?.();
      await certManager.stop();
      await injector.stop();
    },
  };
}
