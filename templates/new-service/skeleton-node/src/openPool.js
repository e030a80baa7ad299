import pg from 'pg';

import { tlsOptions } from './credentials.js';

const CONNECTIONS = 10;
const CONNECT_WITHIN_MS = 5_000;

/** A pool for one user of the database. It is proved to work before anybody gets it. */
export async function openPool(credentials, { ca, name } = {}) {
  const { username, password, host, port, database } = credentials;
  const pool = new pg.Pool({
    user: username,
    password,
    host,
    port,
    database,
    ssl: tlsOptions(credentials, ca),
    application_name: name,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
  });
  // A connection that ends while idle is replaced by the next query; unheard, it would end the process.
  pool.on('error', () => undefined);
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    await pool.end();
    throw error;
  }
  return pool;
}
