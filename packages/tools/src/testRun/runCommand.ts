import { spawn } from 'node:child_process';

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

/** Runs a JavaScript file of an installed package with this Node. */
export function runInstalled(
  file: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<number> {
  const script = require.resolve(file, { paths: [options.cwd] });
  return runCommand(process.execPath, [script, ...args], options);
}
