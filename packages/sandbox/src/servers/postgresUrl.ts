import { Client } from 'pg';

import type { PostgresServer } from '../startPostgres';

/** How Vault's connections to the database server are secured. */
export interface PostgresTls {
  readonly sslmode: string;
  /** File of the CA to verify against. */
  readonly caFile?: string;
}

const FORM = 'postgresql://user:password@host:5432/postgres?sslmode=disable';

function parse(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '')
    // The text holds a password, so it is not repeated.
    throw new Error(
      `SANDBOX_POSTGRES_URL is no PostgreSQL address; give ${FORM}.`,
    );
  return url;
}

/** What the `sslmode` and `sslrootcert` of an address ask for. */
export function tlsOfUrl(text: string): PostgresTls {
  const { searchParams } = parse(text);
  return {
    sslmode: searchParams.get('sslmode') ?? 'prefer',
    caFile: searchParams.get('sslrootcert') ?? undefined,
  };
}

/** Uses the PostgreSQL of SANDBOX_POSTGRES_URL; its user must be a superuser. */
export async function connectPostgres(text: string): Promise<PostgresServer> {
  const address = parse(text);
  const url = (database = 'postgres') => {
    const other = new URL(address);
    other.pathname = `/${database}`;
    return other.toString();
  };
  const client = new Client({ connectionString: url() });
  // What fails the query is also emitted; unheard, it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ rolsuper: boolean }>(
      'SELECT rolsuper FROM pg_roles WHERE rolname = current_user',
    );
    if (rows[0]?.rolsuper !== true) throw new Error('no superuser');
  } catch (error) {
    throw new Error(
      `SANDBOX_POSTGRES_URL does not open a PostgreSQL on ${
        address.host
      } as a superuser: ${String(
        error instanceof Error ? error.message : error,
      )}.`,
      { cause: error },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
  return {
    host: address.hostname,
    port: Number(address.port || 5432),
    user: decodeURIComponent(address.username),
    password: decodeURIComponent(address.password),
    url,
    stop: () => Promise.resolve(),
  };
}
