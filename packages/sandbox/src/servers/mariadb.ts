import { execFile } from 'node:child_process';
import { chown, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { createConnection } from 'mysql2/promise';

import { randomText } from '../vault/engines/randomText';
import { findOnPath, type Environment } from './executables';
import { freePort } from './freePort';
import { ServerProcess } from './ServerProcess';
import { makeTemporaryFolder } from '../temporaryFolder';

const run = promisify(execFile);

/** A MySQL or MariaDB server with an account that may do everything. */
export interface MysqlServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  stop(): Promise<void>;
}

/** The two programs of MariaDB that are needed. */
export interface MariadbBinaries {
  readonly server: string;
  readonly install: string;
}

/** MariaDB's programs on the PATH; Debian keeps the server in a folder few PATHs name. */
export async function findMariadb(
  environment: Environment,
): Promise<MariadbBinaries | undefined> {
  const PATH = [environment.PATH, environment.PATH && '/usr/sbin']
    .filter(Boolean)
    .join(path.delimiter);
  const server = await findOnPath({ PATH }, ['mariadbd']);
  const install = await findOnPath({ PATH }, ['mariadb-install-db']);
  return server && install ? { server, install } : undefined;
}

/** MariaDB refuses to run as root unless it is told whom to become. */
const runAs = () => (process.getuid?.() === 0 ? ['--user=mysql'] : []);

/** Where it keeps data, and its temporary tables too: a server that starts removes those of others from a folder they share. */
const ownFolder = (folder: string) => [
  `--datadir=${folder}`,
  `--tmpdir=${folder}`,
];

/** The command line of a server that keeps everything in one folder and listens on the loopback address. */
export function mariadbArguments(folder: string, port: number): string[] {
  return [
    '--no-defaults',
    ...ownFolder(folder),
    `--socket=${path.join(folder, 'server.sock')}`,
    `--pid-file=${path.join(folder, 'server.pid')}`,
    `--init-file=${path.join(folder, 'accounts.sql')}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    // Accounts of '%' must not lose against the one a host name would select.
    '--skip-name-resolve',
    '--skip-log-bin',
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-buffer-pool-size=32M',
    ...runAs(),
  ];
}

/** Leaves one account, with a password, in place of those that an installation opens to everybody. */
function accounts(user: string, password: string): string {
  return [
    "DROP USER IF EXISTS ''@'localhost', 'root'@'127.0.0.1', 'root'@'::1';",
    `CREATE OR REPLACE USER '${user}'@'%' IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO '${user}'@'%' WITH GRANT OPTION;`,
    '',
  ].join('\n');
}

async function prepare(
  { install }: MariadbBinaries,
  folder: string,
  sql: string,
): Promise<void> {
  await run(install, [
    '--no-defaults',
    ...ownFolder(folder),
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    ...runAs(),
  ]);
  const file = path.join(folder, 'accounts.sql');
  const { uid, gid } = await stat(path.join(folder, 'mysql'));
  await writeFile(file, sql, { mode: 0o600 });
  await chown(file, uid, gid);
}

/** Starts MariaDB in a temporary folder on the loopback address. */
export async function startMariadb(
  binaries: MariadbBinaries,
): Promise<MysqlServer> {
  const folder = await makeTemporaryFolder('mariadb');
  const access = { user: 'sandbox', password: randomText(24) };
  const host = '127.0.0.1';
  const port = await freePort();
  let server: ServerProcess | undefined;
  const stop = async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await prepare(binaries, folder, accounts(access.user, access.password));
    const started = new ServerProcess({
      name: 'MariaDB',
      file: binaries.server,
      args: mariadbArguments(folder, port),
      env: { PATH: process.env.PATH, HOME: folder },
    });
    server = started;
    await started.untilReady(async () => {
      const connection = await createConnection({ host, port, ...access });
      await connection.end();
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { host, port, ...access, stop };
}

/** Uses the MySQL of SANDBOX_MYSQL_URL. */
export async function connectMysql(text: string): Promise<MysqlServer> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'mysql:' || url.hostname === '')
    // The text holds a password, so it is not repeated.
    throw new Error(
      'SANDBOX_MYSQL_URL is no MySQL address; give mysql://user:password@host:3306.',
    );
  const access = {
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
  try {
    await (await createConnection(access)).end();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`SANDBOX_MYSQL_URL cannot be opened: ${why}.`, {
      cause: error,
    });
  }
  return { ...access, stop: () => Promise.resolve() };
}
