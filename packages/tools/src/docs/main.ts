import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { generatedPages } from './pages';

/** `yarn docs`: writes the generated pages. */
export async function main({ root }: { root: string }): Promise<void> {
  for (const [file, content] of generatedPages()) {
    await writeFile(path.join(root, file), content);
    console.log(`wrote ${file}`);
  }
}
