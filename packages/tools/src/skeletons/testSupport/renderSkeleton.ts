import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const values: Readonly<Record<string, string>> = {
  name: 'demo-service',
  description: 'A service of a test',
};

/** Copies a skeleton and fills in what its code names. That the template engine does the same is tested in packages/backend. */
export async function renderSkeleton(
  skeleton: string,
  folder: string,
): Promise<void> {
  await cp(skeleton, folder, { recursive: true });
  for (const file of await readdir(folder, { recursive: true })) {
    if (!/\.(js|json|go|mod|py|md)$/.test(file)) continue;
    const place = path.join(folder, file);
    const text = await readFile(place, 'utf8');
    const filled = text.replace(
      /\$\{\{ values\.(\w+) \}\}/g,
      (_, name: string) => values[name] ?? '',
    );
    if (filled.includes('${{'))
      throw new Error(`${file} holds a placeholder that is no plain value.`);
    await writeFile(place, filled);
  }
}
