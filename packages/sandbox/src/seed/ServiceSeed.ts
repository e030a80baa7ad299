import { randomBytes } from 'node:crypto';

import {
  createObject,
  runSql,
  sqlFinds,
  writeVault,
  type Manifest,
  type SeedContext,
  type VaultWrite,
} from './SeedContext';

/** A database of a service, with the account Vault manages users with. */
export interface DatabaseSeed {
  readonly database: string;
  /** Name below `database/config/`. */
  readonly connection: string;
  /** Vault's own account: it may create roles, and hand out the groups below, nothing else. */
  readonly admin: string;
  readonly allowedRoles: readonly string[];
  /** Group roles that generated users become members of. */
  readonly groups: readonly string[];
  /** SQL the owner runs in the database: tables, rows, grants to the groups. */
  readonly schema: readonly string[];
}

/** Everything one service has in the three systems. */
export interface ServiceSeed {
  readonly service: string;
  readonly databases: readonly DatabaseSeed[];
  readonly vault: readonly VaultWrite[];
  readonly manifests: readonly Manifest[];
}

async function createDatabase(
  context: SeedContext,
  seed: DatabaseSeed,
  password: string,
): Promise<void> {
  const { admin, groups, database } = seed;
  // A server that is not ours may have been filled before; then only the password is new.
  const filled = 'SELECT 1 FROM pg_database WHERE datname = $1';
  if (await sqlFinds(context, filled, database)) {
    await runSql(context, 'postgres', [
      `ALTER ROLE "${admin}" PASSWORD '${password}'`,
    ]);
    return;
  }
  await runSql(context, 'postgres', [
    ...groups.map(group => `CREATE ROLE "${group}" NOLOGIN`),
    `CREATE ROLE "${admin}" LOGIN CREATEROLE PASSWORD '${password}'`,
    // It inherits from the users it makes, so that it may end their sessions, and nobody else's.
    `ALTER ROLE "${admin}" SET createrole_self_grant = 'inherit'`,
    ...groups.map(
      group =>
        `GRANT "${group}" TO "${admin}" WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`,
    ),
    `CREATE DATABASE "${database}"`,
    `REVOKE ALL ON DATABASE "${database}" FROM PUBLIC`,
    ...[admin, ...groups].map(
      role => `GRANT CONNECT ON DATABASE "${database}" TO "${role}"`,
    ),
  ]);
  await runSql(context, database, seed.schema);
}

async function connectVault(
  context: SeedContext,
  seed: DatabaseSeed,
  password: string,
): Promise<void> {
  const { host, port } = context.postgres;
  const { sslmode, caFile } = context.postgresTls;
  // A file, because Vault's field for the text of a CA is not known to OpenBao.
  const trust = caFile ? `&sslrootcert=${encodeURIComponent(caFile)}` : '';
  await writeVault(context, {
    path: `database/config/${seed.connection}`,
    body: {
      plugin_name: 'postgresql-database-plugin',
      allowed_roles: seed.allowedRoles,
      connection_url: `postgresql://{{username}}:{{password}}@${host}:${port}/${seed.database}?sslmode=${sslmode}${trust}`,
      username: seed.admin,
      password,
    },
  });
  // From here on only Vault knows the password.
  await writeVault(context, {
    path: `database/rotate-root/${seed.connection}`,
    body: {},
  });
}

/** Builds a service: its database first, then what Vault knows of it, then its workloads. */
export async function applyService(
  context: SeedContext,
  seed: ServiceSeed,
): Promise<void> {
  for (const database of seed.databases) {
    const password = randomBytes(18).toString('base64url');
    await createDatabase(context, database, password);
    await connectVault(context, database, password);
  }
  for (const write of seed.vault) await writeVault(context, write);
  for (const manifest of seed.manifests) await createObject(context, manifest);
}
