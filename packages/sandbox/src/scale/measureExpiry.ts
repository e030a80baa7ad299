import { setTimeout as sleep } from 'node:timers/promises';

import { Client } from 'pg';

import type { PostgresServer } from '../startPostgres';
import { inParallel } from './inParallel';
import type { ServerUnderTest } from './ServerUnderTest';

const LEASES = 1_000;
const MOUNT = 'expiry';
const FOLDER = `${MOUNT}/creds/brief`;
/** From the renewals, which take a while, to the second in which all fall due. */
const AHEAD_MS = 45_000;
const GIVE_UP_MS = 120_000;

/** What became of leases that fell due in the same second. */
export interface Expiry {
  readonly leases: number;
  /** From the end of that second to the last user dropped. */
  readonly lagMs: number;
  /** Users left in the database, and leases left in Vault. */
  readonly missed: number;
}

async function connect(server: ServerUnderTest, postgres: PostgresServer) {
  const { host, port, user, password } = postgres;
  await server.call('PUT', `sys/mounts/${MOUNT}`, { type: 'database' });
  await server.call('PUT', `${MOUNT}/config/db`, {
    plugin_name: 'postgresql-database-plugin',
    allowed_roles: ['brief'],
    connection_url: `postgresql://{{username}}:{{password}}@${host}:${port}/postgres?sslmode=disable`,
    max_open_connections: 16,
    username: user,
    password,
  });
  await server.call('PUT', `${MOUNT}/roles/brief`, {
    db_name: 'db',
    creation_statements: `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';`,
    revocation_statements: 'DROP ROLE "{{name}}";',
    default_ttl: '1h',
    max_ttl: '2h',
  });
}

async function count(admin: Client): Promise<number> {
  const { rows } = await admin.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM pg_roles WHERE rolname LIKE 'v-token-brief-%'",
  );
  return rows[0].n;
}

/** Every lease gets its end moved into the same second. */
async function alignEnds(server: ServerUnderTest): Promise<number> {
  const { data } = await server.call('LIST', `sys/leases/lookup/${FOLDER}`);
  const keys = Array.isArray(data?.keys) ? data.keys.map(String) : [];
  const end = Date.now() + AHEAD_MS;
  await inParallel(keys.length, index =>
    server.call('PUT', 'sys/leases/renew', {
      lease_id: `${FOLDER}/${keys[index]}`,
      increment: Math.round((end - Date.now()) / 1000),
    }),
  );
  const now = Date.now();
  if (now > end - 2_000)
    throw new Error(
      `Moving the ends took ${
        now - end + AHEAD_MS
      } ms, so some fell due too early; the machine is too busy for this run.`,
    );
  return end + 500;
}

/** Lets a thousand leases of real database users fall due in one second and waits for the last user to go. */
export async function measureExpiry(
  server: ServerUnderTest,
  postgres: PostgresServer,
): Promise<Expiry> {
  const admin = new Client({ connectionString: postgres.url() });
  await admin.connect();
  try {
    await connect(server, postgres);
    await inParallel(LEASES, () => server.call('GET', FOLDER));
    const end = await alignEnds(server);
    if ((await count(admin)) !== LEASES)
      throw new Error(`There are not ${LEASES} users before the expiry.`);
    await sleep(Math.max(0, end - 1_000 - Date.now()));
    while ((await count(admin)) > 0 && Date.now() < end + GIVE_UP_MS)
      await sleep(20);
    const lagMs = Date.now() - end;
    const left = await server
      .call('LIST', `sys/leases/lookup/${FOLDER}`)
      .then(({ data }) => (Array.isArray(data?.keys) ? data.keys.length : 0))
      // Vault answers 404 where no lease is left.
      .catch(() => 0);
    return { leases: LEASES, lagMs, missed: (await count(admin)) + left };
  } finally {
    await admin.end();
  }
}
