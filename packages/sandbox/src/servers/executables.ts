import { access, constants } from 'node:fs/promises';
import path from 'node:path';

/** The variables a choice is read from; `process.env` is one. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a file exists and may be run. */
export async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** The first of some programs that stands in a folder of the PATH. */
export async function findOnPath(
  environment: Environment,
  names: readonly string[],
): Promise<string | undefined> {
  const folders = (environment.PATH ?? '').split(path.delimiter);
  for (const name of names)
    for (const folder of folders) {
      const file = path.join(folder, name);
      if (folder !== '' && (await isExecutable(file))) return file;
    }
  return undefined;
}
