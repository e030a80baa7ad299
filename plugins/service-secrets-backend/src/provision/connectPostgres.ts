import { readFile } from 'node:fs/promises';

import { Client, ClientConfig } from 'pg';

import { Connect, ConnectionRefused } from './LiveProof';
import { DatabaseOffer } from './ProvisionConfig';

const TIMEOUT_MS = 10_000;

async function readAuthority(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new ConnectionRefused(
      `The offer's caFile ${file} cannot be read, so the database cannot be trusted`,
    );
  }
}

async function tlsOf({
  sslMode,
  caFile,
}: DatabaseOffer): Promise<ClientConfig['ssl']> {
  if (sslMode === 'disable') return false;
  if (sslMode === 'require') return { rejectUnauthorized: false };
  return {
    ca: caFile && (await readAuthority(caFile)),
    rejectUnauthorized: true,
    // The authority is checked, the name is not; the other mode checks both.
    ...(sslMode === 'verify-ca' && { checkServerIdentity: () => undefined }),
  };
}

/** SQLSTATE classes and Node codes, in words; messages of the server name users and are not passed on. */
function wordsFor(error: unknown): string {
  const code =
    error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('28')) return 'refused the user';
  if (code === '3D000') return 'has no such database';
  if (code === '53300') return 'has no room for another connection';
  if (/CERT|SELF_SIGNED|ALTNAME|UNABLE_TO/.test(code)) {
    return `has a certificate that is not trusted (${code}); caFile of the offer names the authority`;
  }
  return code ? `could not be reached (${code})` : 'could not be reached';
}

/** Logs in to PostgreSQL, asks for nothing but an answer, and logs out. */
export const connectPostgres: Connect = async (credential, database) => {
  const { host, port } = database;
  const client = new Client({
    ...{ host, port },
    database: database.database,
    user: credential.username,
    password: credential.password,
    ssl: await tlsOf(database),
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  // A server that ends the session after the answer must not end this process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
  } catch (error) {
    throw new ConnectionRefused(
      `${host}:${port}/${database.database} ${wordsFor(error)}`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
};
