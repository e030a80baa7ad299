import { spawnSync } from 'node:child_process';

/** Whether a program can be started here; tests that need a real one say so in their title. */
export function hasProgram(name: string, ...args: string[]): boolean {
  return spawnSync(name, args, { stdio: 'ignore' }).status === 0;
}
