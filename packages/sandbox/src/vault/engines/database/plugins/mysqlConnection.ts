import { ConnectionOptions } from 'mysql2/promise';
import { ConnectionDetails, detailText } from './DatabasePlugin';

const defaultPort = 3306;
const connectTimeoutMs = 10_000;

const address =
  /^(?:(?<user>[^:@]*)(?::(?<password>.*))?@)?(?:tcp\((?<target>[^)]*)\))?\/(?<database>[^?]*)(?:\?(?<query>.*))?$/s;

function tlsOf(
  query: string,
  details: ConnectionDetails,
): ConnectionOptions['ssl'] {
  const ca = detailText(details, 'tls_ca');
  const mode = new URLSearchParams(query).get('tls');
  if (!ca && (mode === null || mode === 'false')) {
    return undefined;
  }
  const skip =
    mode === 'skip-verify' || String(details.tls_skip_verify) === 'true';
  return { ca: ca || undefined, rejectUnauthorized: !skip };
}

/** Reads the address form of Go's MySQL driver: `user:password@tcp(host:port)/database`. */
export function mysqlOptions(
  text: string,
  details: ConnectionDetails,
): ConnectionOptions {
  const parts = address.exec(text)?.groups;
  if (!parts) {
    // The text holds the password, so it is not quoted.
    throw new Error(
      'invalid DSN: expected user:password@tcp(host:port)/database',
    );
  }
  const [, host, port] = /^(.*?)(?::(\d+))?$/.exec(parts.target ?? '') ?? [];
  return {
    host: host || '127.0.0.1',
    port: Number(port ?? defaultPort),
    user: decodeURIComponent(parts.user ?? ''),
    password: parts.password ?? '',
    database: parts.database || undefined,
    ssl: tlsOf(parts.query ?? '', details),
    connectTimeout: connectTimeoutMs,
  };
}

/** A driver error as Go's driver prints it: `Error 1045 (28000): …`. */
export function mysqlErrorText(error: unknown): string {
  const refused = /\bconnect ECONNREFUSED (\S+)$/.exec(String(error));
  if (refused) return `dial tcp ${refused[1]}: connect: connection refused`;
  if (error instanceof Error && 'errno' in error && 'sqlState' in error) {
    return `Error ${String(error.errno)} (${String(error.sqlState)}): ${
      error.message
    }`;
  }
  if (error instanceof Error) {
    const code = 'code' in error ? String(error.code) : error.name;
    return error.message || `cannot reach the server: ${code}`;
  }
  return String(error);
}
