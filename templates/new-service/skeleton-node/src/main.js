import { readFile } from 'node:fs/promises';

import { readCredentials } from './credentials.js';
import { openPool } from './openPool.js';
import { RotatingPool } from './RotatingPool.js';
import { makeServer } from './server.js';
import { watchCredentials } from './watchCredentials.js';

const {
  DB_CREDENTIALS_FILE = '/vault/secrets/db',
  DB_CA_FILE,
  PORT = '8080',
  HOST,
} = process.env;

const log = text => console.log(JSON.stringify({ time: new Date(), text }));

const ca = DB_CA_FILE && (await readFile(DB_CA_FILE, 'utf8'));
const pool = new RotatingPool({
  read: () => readCredentials(DB_CREDENTIALS_FILE),
  open: credentials =>
    openPool(credentials, { ca, name: '${{ values.name }}' }),
  log,
});
await pool.start();
const unwatch = watchCredentials(pool);
const server = makeServer(pool, log);
server.listen(Number(PORT), HOST, () => {
  log(`listening on port ${server.address().port}`);
});

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    unwatch();
    // No new request, those under way finish, then the database is left.
    server.close(() => pool.stop().then(() => log('stopped')));
    server.closeIdleConnections();
  });
}
