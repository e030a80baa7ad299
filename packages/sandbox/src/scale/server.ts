import { startKubernetes } from '../kubernetes/startKubernetes';
import type { Engine } from '../vault/Engine';
import { handleRoutes } from '../vault/engines/routes';
import { startVault } from '../vault/startVault';

const DAY_SECONDS = 86_400;

/** Grants leases without a database behind them: what is measured is the server, not fifty thousand CREATE ROLE. */
function bareLeases(): Engine {
  return {
    handle: handleRoutes([
      {
        path: 'creds/:name',
        on: {
          read: ({ params, request }) => ({
            data: { username: `${request.displayName}-${params.name}` },
            lease: {
              ttl: DAY_SECONDS,
              maxTtl: DAY_SECONDS,
              renewable: true,
              internal: { username: `${request.displayName}-${params.name}` },
            },
          }),
        },
      },
    ]),
    revoke: async () => undefined,
    renew: async () => ({ ttl: DAY_SECONDS, maxTtl: DAY_SECONDS }),
  };
}

/** The two servers alone in a process, so that its memory is theirs; the parent asks for it. */
async function main(): Promise<void> {
  const vault = await startVault({ engines: { bare: bareLeases } });
  const kubernetes = await startKubernetes();
  process.on('message', message => {
    if (message !== 'memory') return;
    global.gc?.();
    process.send?.({ rss: process.memoryUsage().rss });
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({
    vault: { address: vault.address, token: vault.rootToken },
    kubernetes: {
      url: kubernetes.url,
      ca: kubernetes.caPem,
      token: kubernetes.adminToken,
    },
  });
}

main().catch(error => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
