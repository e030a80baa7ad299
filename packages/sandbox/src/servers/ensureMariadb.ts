import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { isExecutable } from './executables';
import { findMariadb, type MariadbBinaries } from './mariadb';

const APT = '/usr/bin/apt-get';

async function apt(args: readonly string[]): Promise<void> {
  const child = spawn(APT, [...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    // Its progress is worth seeing when it takes a minute; it must not ask.
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0)
    throw new Error(
      `"apt-get ${args.join(' ')}" ended with exit code ${String(code)}.`,
    );
}

/** Makes sure that tests have a MariaDB to start; on Debian as root it installs one. */
export async function ensureMariadb(): Promise<MariadbBinaries> {
  const present = await findMariadb(process.env);
  if (present) return present;
  if (process.getuid?.() === 0 && (await isExecutable(APT))) {
    await apt(['update', '-qq']);
    await apt([
      'install',
      '-y',
      '-qq',
      '--no-install-recommends',
      'mariadb-server',
    ]);
    const installed = await findMariadb(process.env);
    if (installed) return installed;
  }
  throw new Error(
    'The MySQL tests need MariaDB. Install it (Debian, Ubuntu: `sudo apt-get install mariadb-server`; macOS: `brew install mariadb`), or put mariadbd and mariadb-install-db on the PATH.',
  );
}
