/** The parts of a connection URL that are no secret. */
export interface DatabaseEndpoint {
  /** Host, port and database. */
  readonly endpoint?: string;
  /** As written. */
  readonly tlsMode?: string;
}

/** `tcp(host:port)/database?parameters` of the MySQL driver. */
const mysql = /^(?:tcp|unix)?\(([^()]*)\)(\/[^?]*)?(?:\?(.*))?$/;
/** `host:port/database?parameters` of everything with a scheme. */
const plain = /^([^/?]*)(\/[^?]*)?(?:\?(.*))?$/;
/** Anything else may be part of a password that was not escaped. */
const host = String.raw`(?:[\w.-]+|\[[\da-fA-F:]+\])(?::\d{1,5})?`;
const harmless = new RegExp(`^${host}(?:,${host})*(?:/[\\w.-]*)?$`);

/**
 * Cuts a connection URL to host, port, database and TLS mode. What is in front
 * of the last `@` is dropped unseen; what then looks unusual is not shown.
 */
export function readDatabaseUrl(url: string): DatabaseEndpoint {
  const rest = url.slice(url.lastIndexOf('@') + 1);
  const afterScheme = rest.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const found = mysql.exec(afterScheme) ?? plain.exec(afterScheme);
  if (!found) return {};
  const [, hosts, path = '', query = ''] = found;
  const endpoint = `${hosts}${path === '/' ? '' : path}`;
  const parameters = new URLSearchParams(query);
  const tlsMode = parameters.get('sslmode') ?? parameters.get('tls') ?? '';
  return {
    endpoint:
      hosts !== '' && endpoint.length <= 300 && harmless.test(endpoint)
        ? endpoint
        : undefined,
    tlsMode: /^[\w-]{1,30}$/.test(tlsMode) ? tlsMode : undefined,
  };
}
