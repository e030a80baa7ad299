import { execFileSync } from 'node:child_process';
import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** What Node needs before it can run a TypeScript file. */
export const typeScript = [
  '--require',
  require.resolve('@backstage/cli-node/config/nodeTransform.cjs'),
] as const;

/** Writes a program of one or more lines of shell. */
export function writeProgram(file: string, script: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** Lines of shell that become the TypeScript program beside this file. */
export function standIn(name: 'etcd' | 'kubeApiserver' | 'silent'): string {
  const words = [
    process.execPath,
    ...typeScript,
    require.resolve(`./${name}.ts`),
  ];
  return `exec ${words.map(word => `'${word}'`).join(' ')} "$@"`;
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function run(file: string, args: readonly string[], cwd: string): void {
  execFileSync(file, [...args], { cwd, stdio: 'ignore', timeout: 60_000 });
}

/** Takes etcd out of Debian's package without installing it, which would start it as a service. */
function unpackEtcd(folder: string): string {
  mkdirSync(folder, { recursive: true });
  try {
    run('apt-get', ['download', '-qq', 'etcd-server'], folder);
  } catch {
    // The lists of packages may be missing or old.
    run('apt-get', ['update', '-qq'], folder);
    run('apt-get', ['download', '-qq', 'etcd-server'], folder);
  }
  const [archive] = readdirSync(folder).filter(name => name.endsWith('.deb'));
  run('dpkg', ['-x', archive, 'unpacked'], folder);
  return path.join(folder, 'unpacked', 'usr', 'bin', 'etcd');
}

function findEtcd(folder: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const found = folders.map(one => path.join(one, 'etcd')).find(canRun);
  if (found) return found;
  if (process.getuid?.() !== 0 || !canRun('/usr/bin/apt-get')) return undefined;
  try {
    return unpackEtcd(folder);
  } catch {
    return undefined;
  }
}

/** Puts an etcd into a folder, the real one where it can be had, and says which. At once, because titles of tests tell it. */
export function putEtcd(assets: string, workspace: string): string {
  const real = findEtcd(workspace);
  const file = path.join(assets, 'etcd');
  if (!real) {
    writeProgram(file, standIn('etcd'));
    return 'an etcd stand-in (no etcd on the PATH, none from apt)';
  }
  mkdirSync(assets, { recursive: true });
  symlinkSync(real, file);
  const [version] = execFileSync(real, ['--version']).toString().split('\n');
  return `the real etcd (${version})`;
}
