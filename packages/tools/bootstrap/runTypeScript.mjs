import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { ensureInstalled } from './ensureInstalled.mjs';

export const repositoryRoot = fileURLToPath(
  new URL('../../..', import.meta.url),
);

/**
 * Installs when needed, then runs `main` of a TypeScript file of ours in this
 * process. Errors reach the user as one sentence, not as a stack.
 */
export async function runTypeScript(file) {
  try {
    const installSeconds = await ensureInstalled(repositoryRoot);
    const load = createRequire(import.meta.url);
    load('@backstage/cli-node/config/nodeTransform.cjs');
    const { main } = load(
      path.join(repositoryRoot, 'packages/tools/src', file),
    );
    await main({
      root: repositoryRoot,
      installSeconds,
      args: process.argv.slice(2),
    });
  } catch (error) {
    console.error(process.env.DEBUG ? error : `\n${error.message}\n`);
    process.exitCode = 1;
  }
}
