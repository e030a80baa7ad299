import { spawn } from 'node:child_process';
import path from 'node:path';

/** A command of the repository's own tools. */
export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Record<string, string>;
}

/** Runs a command with its output on ours; answers its exit code. */
export function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env }: CommandOptions,
): Promise<number> {
  const child = spawn(command, args, {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
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
