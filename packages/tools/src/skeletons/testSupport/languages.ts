import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import path from 'node:path';

/** How a rendered skeleton is started on this machine. */
export interface Runnable {
  readonly command: string;
  readonly args: readonly string[];
}

/** A skeleton's language: what it takes to run it, or why it cannot be. */
export interface Language {
  readonly name: string;
  prepare(folder: string, root: string): Runnable | { readonly lacks: string };
}

function works(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const node: Language = {
  name: 'node',
  prepare(folder, root) {
    // Its one dependency is among ours, so nothing has to be installed.
    symlinkSync(
      path.join(root, 'node_modules'),
      path.join(folder, 'node_modules'),
      'junction',
    );
    return { command: process.execPath, args: ['src/main.js'] };
  },
};

const go: Language = {
  name: 'go',
  prepare(folder) {
    if (!works('go', ['version'])) return { lacks: 'go is not installed' };
    execFileSync('go', ['build', '-o', 'service', '.'], { cwd: folder });
    return { command: path.join(folder, 'service'), args: [] };
  },
};

const python: Language = {
  name: 'python',
  prepare() {
    const command = ['python3', '/usr/bin/python3'].find(each =>
      works(each, ['-c', 'import psycopg, psycopg_pool']),
    );
    return command
      ? { command, args: ['-m', 'service'] }
      : { lacks: 'no python3 with psycopg and psycopg_pool' };
  },
};

/** The languages the template new-service offers. */
export const languages: readonly Language[] = [node, go, python];
