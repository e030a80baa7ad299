import path from 'node:path';

import { ManagedProcess } from '../start/ManagedProcess';
import { typeScriptArgs } from '../start/sandboxProcess';
import type { FleetAddresses, FleetSize, ServerFigures } from './fleetSize';

const SEEDED_WITHIN_MS = 1_200_000;
const READY = 'READY ';
const STATS = 'STATS ';

/** Vault and Kubernetes of the fleet, filled, in a process of their own that counts what it is asked. */
export class FleetServers {
  private constructor(
    private readonly child: ManagedProcess,
    readonly addresses: FleetAddresses,
  ) {}

  /** Files with tokens go to the directory. */
  static async start(options: {
    readonly root: string;
    readonly size: FleetSize;
    readonly directory: string;
  }): Promise<FleetServers> {
    const { root, size, directory } = options;
    const child = await ManagedProcess.start({
      name: 'fleet servers',
      command: process.execPath,
      args: typeScriptArgs(root, 'src/scale/fleetServer.ts'),
      cwd: path.join(root, 'packages/sandbox'),
      env: { FLEET_SIZE: JSON.stringify(size), FLEET_DIRECTORY: directory },
      logFile: path.join(root, '.cache/logs/fleet-servers.log'),
    });
    try {
      const isReady = (line: string) => line.startsWith(READY);
      const line = await child.waitForLine(isReady, SEEDED_WITHIN_MS);
      return new FleetServers(child, JSON.parse(line.slice(READY.length)));
    } catch (error) {
      await child.stop();
      throw error;
    }
  }

  /** What they were asked since the last time. */
  async stats(): Promise<ServerFigures> {
    const isStats = (line: string) => line.startsWith(STATS);
    const answered = this.child.waitForLine(isStats, 30_000);
    this.child.send('stats');
    return JSON.parse((await answered).slice(STATS.length));
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}
