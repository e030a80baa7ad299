import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { PostgresServer } from '@service-secrets/sandbox';
import { Client } from 'pg';

import { ManagedProcess } from '../start/ManagedProcess';
import { typeScriptArgs } from '../start/sandboxProcess';
import type { FleetAddresses, FleetSize, ReplicaFigures } from './fleetSize';

const REPLICA =
  'plugins/service-secrets-backend/src/review/__testUtils__/replica.ts';
const COLLECTED_WITHIN_MS = 900_000;

const POLL_MS = 250;

/** The database of the plugin. */
export const FLEET_DATABASE = 'backstage_plugin_service-secrets';

/** What the backend says of a collection. */
interface Run {
  readonly id: string;
  readonly state: string;
  readonly failed: number;
  readonly startedAt: string;
  readonly endedAt: string;
}

function secondsOf({ startedAt, endedAt }: Run): number {
  return (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
}

/** The heap a replica has. */
export const HEAP_MB = 384;

/** Far above what is reached: the measurement is not to wait for its own limits. */
const UNLIMITED = { requestsPerSecond: 100_000 };

/** What to start. */
export interface FleetReplicaOptions {
  readonly root: string;
  readonly size: FleetSize;
  readonly postgres: PostgresServer;
  readonly upstreams: FleetAddresses;
}

/** One instance that is logged in to through Kubernetes, and one cluster. */
function upstreamConfig(addresses: FleetAddresses) {
  const { vault, kubernetes, caFile } = addresses;
  const { vaultTokenFile, clusterTokenFile } = addresses;
  const login = {
    method: 'kubernetes',
    role: 'backstage-reader',
    tokenFile: vaultTokenFile,
  };
  return {
    instances: [
      {
        name: 'vault',
        address: vault,
        mounts: { pki: 'pki_int' },
        reader: { login },
        limits: UNLIMITED,
      },
    ],
    clusters: [
      {
        name: 'cluster',
        url: kubernetes,
        caFile,
        serviceAccountTokenFile: clusterTokenFile,
        limits: UNLIMITED,
      },
    ],
  };
}

/** The plugin in a backend of its own, asked over HTTP as the page asks it. */
export class FleetReplica {
  private constructor(
    private readonly child: ManagedProcess,
    /** Of the backend. */
    readonly url: string,
    private readonly postgres: PostgresServer,
  ) {}

  static async start({
    root,
    size,
    postgres,
    upstreams,
  }: FleetReplicaOptions): Promise<FleetReplica> {
    const { host, port, user, password } = postgres;
    const settings = {
      scale: { ...size, latencyMs: 0 },
      upstreams: upstreamConfig(upstreams),
      postgres: { host, port, user, password },
      // Collections happen when the measurement asks for them.
      collection: { every: '5h', timeout: '1h' },
      printReads: false,
    };
    const child = await ManagedProcess.start({
      name: 'replica',
      command: process.execPath,
      args: typeScriptArgs(root, path.join(root, REPLICA)),
      cwd: root,
      env: {
        REPLICA: JSON.stringify(settings),
        // Ends the process that would need more: the proof that it does not.
        NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}`,
      },
      logFile: path.join(root, '.cache/logs/fleet-replica.log'),
    });
    const line = await child.waitForLine(l => l.startsWith('READY '), 120_000);
    const url = `http://127.0.0.1:${line.split(' ')[1]}`;
    return new FleetReplica(child, url, postgres);
  }

  private get pluginUrl(): string {
    return `${this.url}/api/service-secrets`;
  }

  private get fleetUrl(): string {
    return `${this.pluginUrl}/v1/fleet`;
  }

  /** The text of an answer; throws unless it is a good one. */
  async get(question: string): Promise<string> {
    const response = await fetch(`${this.fleetUrl}/${question}`);
    const text = await response.text();
    if (!response.ok) throw new Error(`${question}: ${text.slice(0, 500)}`);
    return text;
  }

  /**
   * Lets the next period begin, waits until its collection ended and answers
   * how many seconds it took. One that a person asks for reads more.
   */
  async collect(): Promise<number> {
    const before = await this.lastRun();
    await this.makeDue();
    const task = '.backstage/scheduler/v1/tasks/collect-fleet/trigger';
    await fetch(`${this.pluginUrl}/${task}`, { method: 'POST' });
    const end = Date.now() + COLLECTED_WITHIN_MS;
    for (;;) {
      await sleep(POLL_MS);
      const last = await this.lastRun();
      if (last && last.id !== before?.id) {
        if (last.state === 'done' && last.failed === 0) return secondsOf(last);
        throw new Error(`The collection is ${JSON.stringify(last)}`);
      }
      if (Date.now() > end) throw new Error('The collection did not end');
    }
  }

  /** Processor time since the last time, and the memory used. */
  async stats(): Promise<ReplicaFigures> {
    const answered = this.child.waitForLine(
      line => line.startsWith('STATS '),
      30_000,
    );
    this.child.send('stats');
    return JSON.parse((await answered).slice('STATS '.length));
  }

  stop(): Promise<void> {
    return this.child.stop();
  }

  private async makeDue(): Promise<void> {
    const connectionString = this.postgres.url(FLEET_DATABASE);
    const client = new Client({ connectionString });
    await client.connect();
    try {
      await client.query('update fleet_turn set due_at = 0');
    } finally {
      await client.end();
    }
  }

  private async lastRun(): Promise<Run | undefined> {
    const { running, last } = JSON.parse(await this.get('run'));
    return running ? undefined : last;
  }
}
