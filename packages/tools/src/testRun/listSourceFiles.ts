import { readdir } from 'node:fs/promises';
import path from 'node:path';

const groups = ['packages', 'plugins'];

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(
    () => [],
  );
  const nested = await Promise.all(
    entries.map(entry => {
      const full = path.join(folder, entry.name);
      return entry.isDirectory() ? walk(full) : [full];
    }),
  );
  return nested.flat();
}

/** Every TypeScript source file of ours that is no test. */
export async function listSourceFiles(root: string): Promise<string[]> {
  const packages = await Promise.all(
    groups.map(async group => {
      const entries = await readdir(path.join(root, group));
      return entries.map(name => path.join(root, group, name, 'src'));
    }),
  );
  const files = await Promise.all(packages.flat().map(walk));
  return files
    .flat()
    .filter(file => /\.tsx?$/.test(file))
    .filter(file => !/\.test\.tsx?$|\/testSupport\//.test(file))
    .sort();
}
