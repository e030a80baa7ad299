import { ClientBase, escapeIdentifier } from 'pg';
import { postgresErrorText } from './postgresConnection';

async function grantedSchemas(
  client: ClientBase,
  username: string,
): Promise<string[]> {
  const { rows } = await client.query<{ table_schema: string }>(
    'SELECT DISTINCT table_schema FROM information_schema.role_column_grants WHERE grantee = $1',
    [username],
  );
  return rows.map(row => row.table_schema);
}

async function roleExists(
  client: ClientBase,
  username: string,
): Promise<boolean> {
  const { rows } = await client.query(
    'SELECT 1 FROM pg_roles WHERE rolname = $1',
    [username],
  );
  return rows.length > 0;
}

async function revocations(
  client: ClientBase,
  username: string,
): Promise<string[]> {
  const user = escapeIdentifier(username);
  const perSchema = (await grantedSchemas(client, username)).flatMap(schema => [
    `REVOKE ALL PRIVILEGES ON ALL TABLES IN SCHEMA ${escapeIdentifier(
      schema,
    )} FROM ${user}`,
    `REVOKE USAGE ON SCHEMA ${escapeIdentifier(schema)} FROM ${user}`,
  ]);
  const { rows } = await client.query<{ name: string }>(
    'SELECT current_database() AS name',
  );
  return [
    ...perSchema,
    `REVOKE ALL PRIVILEGES ON ALL TABLES IN SCHEMA public FROM ${user}`,
    `REVOKE ALL PRIVILEGES ON ALL SEQUENCES IN SCHEMA public FROM ${user}`,
    `REVOKE USAGE ON SCHEMA public FROM ${user}`,
    ...rows.map(
      row =>
        `REVOKE CONNECT ON DATABASE ${escapeIdentifier(row.name)} FROM ${user}`,
    ),
  ];
}

/**
 * What the plugin does without revocation statements: takes the grants it can
 * find, then drops the role. Each grant is tried, so one failure leaves as
 * little behind as possible; the role stays then, because dropping would fail.
 */
export async function revokeByDefault(
  client: ClientBase,
  username: string,
): Promise<void> {
  if (!(await roleExists(client, username))) {
    return;
  }
  let lastFailure: unknown;
  for (const statement of await revocations(client, username)) {
    try {
      await client.query(statement);
    } catch (error) {
      lastFailure = error;
    }
  }
  if (lastFailure !== undefined) {
    throw new Error(
      `could not perform all revocation statements: ${postgresErrorText(
        lastFailure,
      )}`,
    );
  }
  await client.query(`DROP ROLE IF EXISTS ${escapeIdentifier(username)}`);
}
