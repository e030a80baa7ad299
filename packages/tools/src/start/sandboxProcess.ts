import path from 'node:path';

import { ManagedProcess } from './ManagedProcess';
import { Ports, portVariables } from './ports';

/** Where the sandbox's three systems listen, as its ready line says. */
export interface SandboxAddresses {
  readonly vault: { readonly address: string; readonly token: string };
  readonly kubernetes: {
    readonly url: string;
    readonly kubeconfigPath: string;
  };
  readonly postgres: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
  };
  /** Which server each system is: the sandbox's own, or one that the environment names. */
  readonly using: {
    readonly vault: string;
    readonly kubernetes: string;
    readonly postgres: string;
    readonly mysql: string;
  };
  /** Files for Backstage: the CA of the cluster and the tokens of its service account. */
  readonly directory: string;
}

/** What the sandbox does when it is told: an outage of Vault, and its end. Both may be said twice. */
export const sandboxCommands = ['vault stop', 'vault start'] as const;

/** One of those. */
export type SandboxCommand = (typeof sandboxCommands)[number];

/** The sandbox as a process of its own. */
export interface SandboxProcess {
  readonly process: ManagedProcess;
  readonly addresses: SandboxAddresses;
  /** Sends a control line such as `vault stop` and waits for its answer. */
  control(command: SandboxCommand): Promise<void>;
}

/** What to start and where to keep its log. */
export interface StartOptions {
  readonly root: string;
  readonly ports: Ports;
  readonly logFolder: string;
  /** Where templates publish services. Default: `.cache/published`; two demos at once need two. */
  readonly publishedFolder?: string;
  readonly verbose: boolean;
}

const READY = 'SANDBOX_READY ';
// Minutes more than an idle machine needs: a build server may be busy with all else.
const READY_WITHIN_MS = 300_000;
const CONTROL_WITHIN_MS = 60_000;

/** A command line that runs TypeScript of this repository without a build. */
export function typeScriptArgs(root: string, file: string): string[] {
  const transform = require.resolve(
    '@backstage/cli-node/config/nodeTransform.cjs',
    { paths: [root] },
  );
  return ['--require', transform, file];
}

async function control(
  process: ManagedProcess,
  command: SandboxCommand,
): Promise<void> {
  const answered = process.waitForLine(
    line => line === `SANDBOX_DONE ${command}`,
    CONTROL_WITHIN_MS,
  );
  process.send(command);
  await answered;
}

/** What the sandbox's start may be told beyond where to start. */
export interface SandboxOptions extends StartOptions {
  /** Called before it is ready, so that an interruption can end it too. */
  readonly onStarted?: (process: ManagedProcess) => void;
}

/** Starts the sandbox with its seeds and waits until it says that it is ready. */
export async function startSandboxProcess(
  options: SandboxOptions,
): Promise<SandboxProcess> {
  const { root, ports, logFolder, verbose, onStarted } = options;
  const cwd = path.join(root, 'packages/sandbox');
  const child = await ManagedProcess.start({
    name: 'sandbox',
    command: process.execPath,
    args: typeScriptArgs(root, 'src/cli.ts'),
    cwd,
    env: portVariables(ports),
    logFile: path.join(logFolder, 'sandbox.log'),
    verbose,
  });
  onStarted?.(child);
  try {
    const line = await child.waitForLine(
      l => l.startsWith(READY),
      READY_WITHIN_MS,
    );
    const addresses: SandboxAddresses = JSON.parse(line.slice(READY.length));
    return {
      process: child,
      addresses,
      control: command => control(child, command),
    };
  } catch (error) {
    await child.stop();
    throw error;
  }
}
