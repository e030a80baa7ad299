import { createServer } from 'node:http';

/** Tables the database user may read: something to see before there is a domain. */
const TABLES = `SELECT table_name AS name FROM information_schema.tables
  WHERE table_schema = 'public' ORDER BY table_name`;

function send(response, status, body) {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${text}\n`);
}

/** What the service answers, by path. */
function routes(pool) {
  return {
    // Alive: the process answers. A database that is away is no reason to restart it.
    '/healthz': async () => ({ status: 'ok' }),
    // Ready: the database answers too.
    '/readyz': async () => {
      await pool.query('SELECT 1');
      return { status: 'ok' };
    },
    '/tables': async () => ({ tables: (await pool.query(TABLES)).rows }),
  };
}

/** The HTTP server of the service; start it with `listen`. */
export function makeServer(pool, log = () => {}) {
  const known = routes(pool);
  return createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://service');
    const route = Object.hasOwn(known, pathname) && known[pathname];
    if (!route || request.method !== 'GET') {
      send(response, 404, { error: 'There is no such page.' });
      return;
    }
    try {
      send(response, 200, await route());
    } catch (error) {
      log(`${pathname} failed: ${error.message}`);
      send(response, 503, { error: 'The database does not answer.' });
    }
  });
}
