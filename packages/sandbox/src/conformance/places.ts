import path from 'node:path';

// eslint-disable-next-line no-restricted-syntax -- the sandbox is run from its sources only, so this is the folder of this file
const folder = __dirname;

/** A file of recorded answers. */
export function recordedFile(name: string): string {
  return path.join(folder, 'recorded', name);
}

/** The page of the documentation that shows the last run. */
export const conformancePage = path.join(
  folder,
  '../../../../docs/conformance.md',
);
