import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { StartOptions } from './sandboxProcess';

/**
 * A Location, and not a glob in app-config.yaml, because only here the files
 * may be absent: before the first service is made, and after the last one is
 * retired.
 */
const location = `apiVersion: backstage.io/v1alpha1
kind: Location
metadata:
  name: published
  description: Services made with the templates
spec:
  type: file
  presence: optional
  targets:
    - ./*/catalog-info.yaml
`;

/** Where templates publish services. */
export function publishedFolderOf(
  options: Pick<StartOptions, 'root' | 'publishedFolder'>,
): string {
  return options.publishedFolder ?? path.join(options.root, '.cache/published');
}

/** Makes the folder that templates publish to, empty: what an earlier run published is gone from its sandbox. */
export async function preparePublishedFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'location.yaml'), location);
}
