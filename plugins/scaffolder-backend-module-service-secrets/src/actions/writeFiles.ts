import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import type { PlanFile } from 'backstage-plugin-service-secrets-common';
import fs from 'fs-extra';
import path from 'node:path';

/** Writes files into a folder of the workspace and nowhere else; answers their paths from the workspace. */
export async function writeFiles(
  workspacePath: string,
  folder: string,
  files: readonly PlanFile[],
): Promise<string[]> {
  const target = resolveSafeChildPath(workspacePath, folder);
  // All of them first: a path that leads outside writes nothing.
  const safe = files.map(({ path: file, content }) => ({
    file: resolveSafeChildPath(target, file),
    content,
  }));
  for (const { file, content } of safe) {
    await fs.ensureDir(path.dirname(file));
    await fs.writeFile(file, content);
  }
  return files.map(({ path: file }) => path.posix.join(folder, file));
}
