/**
 * Runs before anything is installed: Node built-ins only, here and in the
 * files this one imports.
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { fingerprint } from './fingerprint.mjs';

const yarn = '@yarnpkg/cli-dist@4.13.0';
const supportedNode = [20, 22, 24];

function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < supportedNode[0]) {
    throw new Error(
      `Node ${
        process.versions.node
      } is too old: install Node ${supportedNode.join(', ')} and try again.`,
    );
  }
}

function install(root) {
  const command = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  const child = spawn(command, ['-y', yarn, 'install', '--immutable'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => {
      if (code === 0) resolve();
      else {
        reject(
          new Error(
            `Installing the dependencies failed (exit ${code}). The lines above say why; ` +
              'a missing network or a changed package.json without its yarn.lock are the usual reasons.',
          ),
        );
      }
    });
  });
}

/**
 * Installs the dependencies unless the present ones were installed from the
 * same lockfile and manifests. Answers the seconds it took, 0 when nothing was to do.
 */
export async function ensureInstalled(root) {
  checkNode();
  const stamp = path.join(root, 'node_modules', '.cache', 'installed-from');
  const wanted = await fingerprint(root);
  const present = await readFile(stamp, 'utf8').catch(() => '');
  if (present === wanted) return 0;

  const startedAt = Date.now();
  console.log('Installing the dependencies (first time: a few minutes) …');
  await install(root);
  await mkdir(path.dirname(stamp), { recursive: true });
  await writeFile(stamp, wanted);
  return (Date.now() - startedAt) / 1000;
}
