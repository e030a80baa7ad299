import { Client } from 'pg';

import {
  KubernetesError,
  type KubernetesClient,
} from '../controllers/client/KubernetesClient';
import type {
  KubernetesObject,
  ResourceType,
} from '../controllers/client/kubernetesTypes';
import type { VaultClient } from '../controllers/client/VaultClient';
import type { PostgresTls } from '../servers/postgresUrl';

/** The three systems as a seed reaches them: as their administrator, over their own protocols. */
export interface SeedContext {
  readonly vault: VaultClient;
  readonly vaultToken: string;
  readonly kubernetes: KubernetesClient;
  /** How Vault reaches the API server. */
  readonly kubernetesServer: { readonly url: string; readonly caPem: string };
  readonly postgres: {
    readonly host: string;
    readonly port: number;
    url(database?: string): string;
  };
  /** How Vault's connections to the database server are secured. */
  readonly postgresTls: PostgresTls;
  /** Once aborted, the next step of the seed fails. */
  readonly signal?: AbortSignal;
}

/** One write to Vault. */
export interface VaultWrite {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One object to create. */
export interface Manifest {
  readonly type: ResourceType;
  readonly object: KubernetesObject;
}

/** A write as the root token; answers the data. */
export async function writeVault(
  context: SeedContext,
  { path, body }: VaultWrite,
): Promise<Record<string, unknown>> {
  context.signal?.throwIfAborted();
  const answer = await context.vault.call({
    method: 'PUT',
    path,
    token: context.vaultToken,
    body,
  });
  return answer.data ?? {};
}

/** Creates an object; one that exists already is left as it is. */
export async function createObject(
  context: SeedContext,
  { type, object }: Manifest,
): Promise<void> {
  context.signal?.throwIfAborted();
  try {
    await context.kubernetes.create(type, object);
  } catch (error) {
    const exists =
      error instanceof KubernetesError && error.reason === 'AlreadyExists';
    if (!exists) throw error;
  }
}

/** Whether a query finds something. */
export async function sqlFinds(
  context: SeedContext,
  query: string,
  value: string,
): Promise<boolean> {
  const client = new Client({ connectionString: context.postgres.url() });
  await client.connect();
  try {
    return (await client.query(query, [value])).rows.length > 0;
  } finally {
    await client.end();
  }
}

/** Runs SQL in a database as the superuser. */
export async function runSql(
  context: SeedContext,
  database: string,
  statements: readonly string[],
): Promise<void> {
  context.signal?.throwIfAborted();
  const client = new Client({
    connectionString: context.postgres.url(database),
  });
  // A server that stops emits an error besides failing the query; unheard, it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
