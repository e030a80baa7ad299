import { readFileSync } from 'node:fs';

import { ClientConfig, DatabaseError } from 'pg';

const defaultPort = 5432;
const connectTimeoutMs = 10_000;

/** How a driver must open a PostgreSQL connection, and whether plain text may follow a refused TLS. */
export interface PostgresTarget {
  readonly config: ClientConfig;
  readonly mayFallBackToPlain: boolean;
}

interface Parts {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  sslmode: string;
  sslrootcert: string;
}

function partsOfUrl(text: string): Parts {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    // The text holds the password, so it is not quoted.
    throw new Error('cannot parse connection url: invalid URL');
  }
  return {
    host: url.hostname || 'localhost',
    port: Number(url.port || defaultPort),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    sslmode: url.searchParams.get('sslmode') ?? 'prefer',
    sslrootcert: url.searchParams.get('sslrootcert') ?? '',
  };
}

function partsOfPairs(text: string): Parts {
  const pairs = Object.fromEntries(
    [...text.matchAll(/(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|\S+)/g)].map(
      ([, key, value]) => [
        key,
        value.replace(/^'(.*)'$/s, '$1').replace(/\\(.)/g, '$1'),
      ],
    ),
  );
  return {
    host: pairs.host ?? 'localhost',
    port: Number(pairs.port ?? defaultPort),
    user: pairs.user ?? '',
    password: pairs.password ?? '',
    database: pairs.dbname ?? '',
    sslmode: pairs.sslmode ?? 'prefer',
    sslrootcert: pairs.sslrootcert ?? '',
  };
}

function tlsOf(sslmode: string, ca: string): ClientConfig['ssl'] {
  switch (sslmode) {
    case 'disable':
    case 'allow':
      return false;
    case 'prefer':
    case 'require':
      return { rejectUnauthorized: false };
    case 'verify-ca':
      return { ca: ca || undefined, checkServerIdentity: () => undefined };
    case 'verify-full':
      return { ca: ca || undefined };
    default:
      throw new Error(
        `cannot parse connection_url: sslmode is invalid: ${sslmode}`,
      );
  }
}

/** The CA to verify against: the file that the address names, else the one of the configuration. */
function trusted(file: string, ca: string): string {
  if (file === '') return ca;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(
      `cannot parse connection_url: failed to configure TLS (unable to read CA file: ${file})`,
      { cause },
    );
  }
}

/** Reads a `postgresql://` URL or a `host=… user=…` string; TLS as libpq's `sslmode` means it. */
export function postgresTarget(text: string, ca: string): PostgresTarget {
  if (!/^postgres(ql)?:\/\/|=/.test(text)) {
    throw new Error('cannot parse connection url: invalid keyword/value');
  }
  const parts = /^postgres(ql)?:\/\//.test(text)
    ? partsOfUrl(text)
    : partsOfPairs(text);
  const { sslmode, sslrootcert, ...config } = parts;
  return {
    config: {
      ...config,
      database: parts.database || parts.user,
      ssl: tlsOf(sslmode, trusted(sslrootcert, ca)),
      connectionTimeoutMillis: connectTimeoutMs,
    },
    mayFallBackToPlain: sslmode === 'prefer',
  };
}

/** A driver error in the words of Vault's own driver: `ERROR: … (SQLSTATE 42704)`. */
export function postgresErrorText(error: unknown): string {
  if (error instanceof DatabaseError || isDatabaseError(error)) {
    return `${error.severity ?? 'ERROR'}: ${error.message} (SQLSTATE ${
      error.code ?? 'XX000'
    })`;
  }
  return error instanceof Error
    ? error.message || String(error.cause ?? error.name)
    : String(error);
}

const dialFailures: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by peer',
  EHOSTUNREACH: 'no route to host',
  ETIMEDOUT: 'i/o timeout',
};

/** A failure to connect in the words of Vault's own driver, which names who wanted to go where. */
export function connectFailureText(
  error: unknown,
  { config }: PostgresTarget,
): string {
  const { host = '', port = defaultPort, user = '', database = '' } = config;
  const who = `failed to connect to \`user=${user} database=${database}\``;
  const place = `${who}: ${host}:${port} (${host})`;
  if (isDatabaseError(error)) {
    const step = error.code === '28P01' ? 'failed SASL auth' : 'server error';
    return `${place}: ${step}: ${postgresErrorText(error)}`;
  }
  // The class does not tell: a test runs in another realm than the network's errors.
  const code = /\bE[A-Z]{5,}\b/.exec(String(error))?.[0] ?? '';
  const dial = dialFailures[code];
  return dial === undefined
    ? `${place}: ${postgresErrorText(error)}`
    : `${place}: dial error: dial tcp ${host}:${port}: connect: ${dial}`;
}

// Two copies of the driver may be installed, so the class alone does not tell.
function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && 'severity' in error && 'code' in error;
}
