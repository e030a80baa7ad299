/**
 * Vault and Kubernetes of a whole fleet in a process of their own, to be read
 * by a backend that is measured. Takes the size as JSON from FLEET_SIZE and a
 * directory for tokens from FLEET_DIRECTORY. Prints `READY <json>` once all is
 * there, and for each line on its standard input `STATS <json>`.
 */
import path from 'node:path';
import { createInterface } from 'node:readline';

import { KubernetesClient } from '../controllers/client/KubernetesClient';
import { VaultClient } from '../controllers/client/VaultClient';
import { keepTokens, sandboxFiles, writeClusterFiles } from '../identityFiles';
import { startKubernetes } from '../kubernetes/startKubernetes';
import { startVault } from '../vault/startVault';
import { leasesWithoutUsers } from './leasesWithoutUsers';
import { RequestCounter, RequestCounts } from './RequestCounter';
import { seedFleet } from './seedFleet';

/** How to reach the two servers. */
export interface FleetAddresses {
  readonly vault: string;
  readonly kubernetes: string;
  readonly caFile: string;
  /** Service-account tokens of Backstage for the cluster and for Vault. */
  readonly clusterTokenFile: string;
  readonly vaultTokenFile: string;
}

/** What the servers did since they were last asked. */
export interface FleetServerStats {
  readonly requests: RequestCounts;
  readonly cpuSeconds: number;
  readonly rss: number;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

function answerStats(counter: RequestCounter): void {
  let before = process.cpuUsage();
  const lines = createInterface({ input: process.stdin });
  // Whoever measured is gone.
  lines.on('close', () => process.exit(0));
  lines.on('line', () => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    const stats: FleetServerStats = {
      requests: counter.take(),
      cpuSeconds: (user + system) / 1e6,
      rss: process.memoryUsage.rss(),
    };
    say(`STATS ${JSON.stringify(stats)}`);
  });
}

async function main(): Promise<void> {
  const { FLEET_SIZE = '', FLEET_DIRECTORY = '' } = process.env;
  const counter = new RequestCounter();
  const vault = await startVault({ engines: { database: leasesWithoutUsers } });
  const server = await startKubernetes();
  const { url, caPem } = server;
  const kubernetes = new KubernetesClient({
    url,
    ca: caPem,
    token: () => server.adminToken,
  });
  await seedFleet(
    {
      vault: new VaultClient(vault.address),
      vaultToken: vault.rootToken,
      kubernetes,
      kubernetesServer: { url, caPem },
    },
    JSON.parse(FLEET_SIZE),
  );
  const kubeconfig = server.kubeconfig();
  await writeClusterFiles(FLEET_DIRECTORY, { kubeconfig, caPem });
  await keepTokens(FLEET_DIRECTORY, kubernetes);
  const at = (name: string) => path.join(FLEET_DIRECTORY, name);
  const addresses: FleetAddresses = {
    vault: vault.address,
    kubernetes: url,
    caFile: at(sandboxFiles.ca),
    clusterTokenFile: at(sandboxFiles.kubernetesToken),
    vaultTokenFile: at(sandboxFiles.vaultJwt),
  };
  counter.take();
  answerStats(counter);
  say(`READY ${JSON.stringify(addresses)}`);
}

main().catch(error => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
