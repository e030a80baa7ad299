import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

async function manifests(root) {
  const groups = await Promise.all(
    ['packages', 'plugins'].map(async group => {
      const entries = await readdir(path.join(root, group), {
        withFileTypes: true,
      });
      return entries
        .filter(entry => entry.isDirectory())
        .map(entry => path.join(group, entry.name, 'package.json'));
    }),
  );
  return groups.flat().sort();
}

/** What an installation depends on, as one hash: the lockfile, every manifest and this Node's ABI. */
export async function fingerprint(root) {
  const hash = createHash('sha256').update(process.versions.modules);
  const files = ['package.json', 'yarn.lock', ...(await manifests(root))];
  for (const file of files) {
    hash.update(`\n${file}\n`);
    hash.update(await readFile(path.join(root, file)).catch(() => 'absent'));
  }
  return hash.digest('hex');
}
