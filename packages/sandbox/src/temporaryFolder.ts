import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** How the folders of one process begin, so that what a killed one left can be told from what is in use. */
export function temporaryPrefix(what: string): string {
  return `sandbox-${process.pid}-${what}`;
}

/** Makes an empty folder for a server of this process. Whoever asks for it removes it. */
export function makeTemporaryFolder(what: string): Promise<string> {
  return mkdtemp(path.join(tmpdir(), temporaryPrefix(`${what}-`)));
}
