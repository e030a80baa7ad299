import { Client } from 'pg';

import { VaultError } from '../../controllers/client/VaultClient';
import type { SeedContext } from '../SeedContext';
import { VAULT_AUDIENCE } from '../vaultObjects';
import { databaseService, faultNamespace } from './databaseService';
import type { FaultSeed } from './Fault';

const NAMESPACE = faultNamespace('inventory');

async function podLogin(context: SeedContext): Promise<string> {
  const { token: jwt } = await context.kubernetes.serviceAccountToken(
    { namespace: NAMESPACE, name: 'inventory-sa' },
    { audiences: [VAULT_AUDIENCE], expirationSeconds: 600 },
  );
  const login = await context.vault.login('auth/kubernetes', {
    role: 'inventory',
    jwt,
  });
  return login.token;
}

async function createOwnTable(
  context: SeedContext,
  user: string,
  password: string,
): Promise<void> {
  const { host, port } = context.postgres;
  const client = new Client({
    host,
    port,
    user,
    password,
    database: 'inventory',
  });
  // A server that stops emits an error besides failing the query; unheard, it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('CREATE TABLE stock_import (line text)');
  } finally {
    await client.end();
  }
}

/** A pod of the past made a table with its own user; the user cannot be dropped, so its lease cannot end. */
async function leaveOwnedObject(context: SeedContext): Promise<void> {
  const token = await podLogin(context);
  const answer = await context.vault.call({
    method: 'GET',
    path: 'database/creds/inventory-role',
    token,
  });
  const { username, password } = answer.data ?? {};
  await createOwnTable(context, String(username), String(password));
  try {
    await context.vault.call({
      method: 'PUT',
      path: 'auth/token/revoke-self',
      token,
      body: {},
    });
  } catch (error) {
    // The token may be refused its end along with its lease; Vault goes on trying either way.
    if (!(error instanceof VaultError)) throw error;
  }
}

/** The users of the role own what they create, and revocation does not hand it over. */
export const inventory: FaultSeed = {
  service: 'inventory',
  namespace: NAMESPACE,
  fault: 'irrevocable-lease',
  sentence:
    'A lease of inventory-role is irrevocable: its user owns the table stock_import, and the revocation statements only drop the user.',
  seed: () =>
    databaseService('inventory', {
      schema: ['GRANT CREATE ON SCHEMA public TO inventory_rw'],
    }),
  afterwards: leaveOwnedObject,
};
