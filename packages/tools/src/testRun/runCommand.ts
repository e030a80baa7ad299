import { spawn } from 'node:child_process';
import { constants, getPriority, setPriority } from 'node:os';
import path from 'node:path';

/** A command of the repository's own tools. */
export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Record<string, string>;
  /** Ends the command when it aborts. */
  readonly signal?: AbortSignal;
  /** Computes only where others leave a core idle. */
  readonly yields?: boolean;
}

/** Runs a command with its output on ours; answers its exit code. */
export function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env, signal, yields }: CommandOptions,
): Promise<number> {
  const child = spawn(command, args, {
    cwd,
    signal,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const { PRIORITY_BELOW_NORMAL } = constants.priority;
  // Who was started with less already may not raise it.
  if (yields && child.pid && getPriority() < PRIORITY_BELOW_NORMAL) {
    setPriority(child.pid, PRIORITY_BELOW_NORMAL);
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => resolve(code ?? 1));
  });
}

/** Where a file of an installed package lies; its exports need not name the file. */
function installedFile(file: string, root: string): string {
  const [, name, rest] = /^((?:@[^/]+\/)?[^/]+)\/(.+)$/.exec(file) ?? [];
  const manifest = require.resolve(`${name}/package.json`, { paths: [root] });
  return path.join(path.dirname(manifest), rest);
}

/** Runs a JavaScript file of an installed package, `package/path/of/file.js`, with this Node. */
export function runInstalled(
  file: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<number> {
  const script = installedFile(file, options.cwd);
  return runCommand(process.execPath, [script, ...args], options);
}
