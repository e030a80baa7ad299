/**
 * The whole plugin with its real scheduler and database in a process of its
 * own, so that a test can kill it and a measurement can weigh it. The catalog
 * is made up; Vault and cluster are too unless `upstreams` says where real
 * ones are. Takes its settings as JSON from REPLICA.
 *
 * Prints `READY <port>`, `READ <namespace>` for each service it reads, and for
 * each line on its standard input `STATS <json>`.
 */
import { createInterface } from 'node:readline';

import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  KubernetesService,
  kubernetesServiceRef,
  VaultService,
  vaultServiceRef,
} from 'backstage-plugin-service-secrets-node';

import { serviceSecretsPlugin } from '../../plugin';
import { CallCounter, FleetScale, fleetEntities, owners } from './FleetScale';
import { ScaleKubernetes } from './ScaleKubernetes';
import { ScaleVault } from './ScaleVault';

/** What a replica is told. */
export interface ReplicaSettings {
  readonly scale: FleetScale;
  readonly postgres: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
  };
  /** `serviceSecrets.fleet.collection`. */
  readonly collection: Readonly<Record<string, string | number>>;
  /** Whether each read of a made-up cluster is printed. */
  readonly printReads: boolean;
  /** `serviceSecrets.instances` and `.clusters`, to be read by the plugin's own adapters. */
  readonly upstreams?: {
    readonly instances: JsonObject[];
    readonly clusters: JsonObject[];
  };
}

/** What a replica tells of itself since it was last asked; bytes. */
export interface ReplicaStats {
  /** What made-up upstreams were asked. */
  readonly calls: Readonly<Record<string, number>>;
  readonly cpuSeconds: number;
  readonly rss: number;
  readonly peakRss: number;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

const group = 'group:default/platform';

function config({ postgres, collection, upstreams }: ReplicaSettings) {
  return {
    backend: { database: { client: 'pg', connection: { ...postgres } } },
    serviceSecrets: {
      ...upstreams,
      environments: [
        { name: 'production', instance: 'vault', cluster: 'cluster' },
      ],
      access: { platformGroups: [group] },
      bindings: {
        rules: [
          {
            owners,
            namespaces: ['svc-*'],
            authRoles: ['svc-*'],
            databaseRoles: ['svc-*'],
          },
        ],
      },
      fleet: { collection },
    },
  };
}

function madeUpServices(
  { scale, printReads }: ReplicaSettings,
  calls: CallCounter,
): { vault: VaultService; kubernetes: KubernetesService } {
  const reader = new ScaleVault(scale, calls);
  const mounts = {
    database: 'database',
    kubernetesAuth: 'kubernetes',
    pki: 'pki_int',
  };
  const api = new ScaleKubernetes(scale, calls, namespace => {
    if (printReads) say(`READ ${namespace}`);
  });
  return {
    vault: {
      names: () => ['vault'],
      instance: name =>
        name === 'vault' ? { name, reader, mounts } : undefined,
    },
    kubernetes: {
      names: () => ['cluster'],
      cluster: name => (name === 'cluster' ? { name, api } : undefined),
    },
  };
}

/** Vault and cluster behind the plugin's ports; none where its own adapters read real ones. */
function upstreamFeatures(settings: ReplicaSettings, calls: CallCounter) {
  if (settings.upstreams) return [];
  const { vault, kubernetes } = madeUpServices(settings, calls);
  return [
    createServiceFactory({
      service: vaultServiceRef,
      deps: {},
      factory: () => vault,
    }),
    createServiceFactory({
      service: kubernetesServiceRef,
      deps: {},
      factory: () => kubernetes,
    }),
  ];
}

/** Answers each line on the standard input with what happened since the last. */
function answerStats(calls: CallCounter): void {
  let peakRss = 0;
  let before = process.cpuUsage();
  setInterval(() => {
    peakRss = Math.max(peakRss, process.memoryUsage.rss());
  }, 100);
  createInterface({ input: process.stdin }).on('line', () => {
    const rss = process.memoryUsage.rss();
    const { user, system } = process.cpuUsage(before);
    const stats: ReplicaStats = {
      calls: calls.take(),
      cpuSeconds: (user + system) / 1e6,
      rss,
      peakRss: Math.max(rss, peakRss),
    };
    peakRss = 0;
    before = process.cpuUsage();
    say(`STATS ${JSON.stringify(stats)}`);
  });
}

async function main(): Promise<void> {
  const settings: ReplicaSettings = JSON.parse(process.env.REPLICA ?? '');
  const calls = new CallCounter();
  const { server } = await startTestBackend({
    features: [
      serviceSecretsPlugin,
      mockServices.rootConfig.factory({ data: config(settings) }),
      databaseServiceFactory,
      schedulerServiceFactory,
      catalogServiceMock.factory({ entities: fleetEntities(settings.scale) }),
      createServiceFactory({
        service: coreServices.userInfo,
        deps: {},
        factory: () => mockServices.userInfo({ ownershipEntityRefs: [group] }),
      }),
      ...upstreamFeatures(settings, calls),
    ],
  });
  answerStats(calls);
  say(`READY ${server.port()}`);
}

main().catch(error => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
