import { readFile } from 'node:fs/promises';

const fields = {
  username: 'string',
  password: 'string',
  host: 'string',
  port: 'number',
  database: 'string',
  sslMode: 'string',
};

/** Reads the file Vault's credentials are rendered into. Its text never gets into a message. */
export async function readCredentials(file) {
  const text = await readFile(file, 'utf8');
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Error(`${file} is no JSON; is it still being written?`);
  }
  for (const [field, type] of Object.entries(fields)) {
    if (typeof found?.[field] !== type) {
      throw new Error(`${file} has no ${type} "${field}"`);
    }
  }
  return found;
}

/** Whether two credentials open the same database as the same user. */
export function sameCredentials(a, b) {
  return Object.keys(fields).every(field => a?.[field] === b?.[field]);
}

/** How the connection is secured, in the words of PostgreSQL's sslmode. */
export function tlsOptions({ host, sslMode }, ca) {
  switch (sslMode) {
    case 'disable':
      return false;
    case 'require':
      return { rejectUnauthorized: false };
    case 'verify-ca':
      return { ca, checkServerIdentity: () => undefined };
    default:
      // Without `host` an IP address would be compared with "localhost".
      return { ca, host };
  }
}
