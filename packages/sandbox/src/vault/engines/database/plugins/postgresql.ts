import { Pool, PoolClient } from 'pg';
import { reasonOf } from '../../../problems';
import { splitPostgresStatements } from '../statements';
import {
  ConnectionDetails,
  DatabasePlugin,
  detailText,
  fillConnectionUrl,
  withoutSecrets,
} from './DatabasePlugin';
import {
  connectFailureText,
  postgresErrorText,
  PostgresTarget,
  postgresTarget,
} from './postgresConnection';
import { revokeByDefault } from './postgresRevocation';
import { SqlDialect, SqlPlugin, SqlSession } from './SqlPlugin';

/** Vault says so of queries that make or change a user, and not of those that remove one. */
function failedQuery(error: unknown): Error {
  const text = reasonOf(error);
  return text.startsWith('failed to connect')
    ? new Error(`unable to start transaction: ${text}`)
    : new Error(`failed to execute query: ${text}`);
}

const dialect: SqlDialect = {
  usernameTemplate:
    '{{ printf "v-%s-%s-%s-%s" (.DisplayName | truncate 8) (.RoleName | truncate 8) (random 20) (unix_time) | truncate 63 }}',
  split: splitPostgresStatements,
  notVerified: 'error verifying connection',
  rollsBack: true,
  failed: failedQuery,
  changePassword: 'ALTER ROLE "{{username}}" WITH PASSWORD \'{{password}}\'',
  changeExpiration: 'ALTER ROLE "{{username}}" VALID UNTIL \'{{expiration}}\'',
};

const defaultOpenConnections = 4;
const idleTimeoutMs = 5_000;
const noTls = 'The server does not support SSL connections';

class PostgresSession implements SqlSession {
  private readonly target: PostgresTarget;
  private readonly password: string;
  private readonly maxConnections: number;
  private pool: Pool | undefined;

  constructor(details: ConnectionDetails) {
    this.target = postgresTarget(
      fillConnectionUrl(details),
      detailText(details, 'tls_ca'),
    );
    this.password = detailText(details, 'password');
    this.maxConnections =
      Number(details.max_open_connections) || defaultOpenConnections;
  }

  verify(): Promise<void> {
    return this.withClient(async client => {
      await client.query('SELECT 1');
    });
  }

  run(statements: readonly string[], secrets: readonly string[]) {
    return this.withClient(async client => {
      await client.query('BEGIN');
      try {
        for (const statement of statements) {
          await client.query(statement);
        }
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw new Error(postgresErrorText(error));
      }
    }, secrets);
  }

  dropUser(username: string): Promise<void> {
    return this.withClient(client => revokeByDefault(client, username));
  }

  async close(): Promise<void> {
    const open = this.pool;
    this.pool = undefined;
    await open?.end();
  }

  private async withClient(
    work: (client: PoolClient) => Promise<void>,
    secrets: readonly string[] = [],
  ): Promise<void> {
    try {
      const client = await this.connect().catch((error: unknown) => {
        throw new Error(connectFailureText(error, this.target));
      });
      try {
        await work(client);
      } finally {
        client.release();
      }
    } catch (error) {
      throw new Error(
        withoutSecrets(postgresErrorText(error), [this.password, ...secrets]),
      );
    }
  }

  private async connect(): Promise<PoolClient> {
    this.pool ??= this.openPool({});
    try {
      return await this.pool.connect();
    } catch (error) {
      const refused = error instanceof Error && error.message === noTls;
      if (!refused || !this.target.mayFallBackToPlain) {
        throw error;
      }
      await this.close();
      this.pool = this.openPool({ ssl: false });
      return this.pool.connect();
    }
  }

  private openPool(change: { ssl?: false }): Pool {
    const pool = new Pool({
      ...this.target.config,
      ...change,
      max: this.maxConnections,
      idleTimeoutMillis: idleTimeoutMs,
      allowExitOnIdle: true,
    });
    // An idle connection may drop when PostgreSQL stops; the next query reports it.
    pool.on('error', () => undefined);
    // The pool listens to idle connections only; one in use would end the process.
    pool.on('connect', client => {
      client.on('error', () => undefined);
    });
    return pool;
  }
}

/** Vault's `postgresql-database-plugin` over a real connection. */
export function postgresqlPlugin(details: ConnectionDetails): DatabasePlugin {
  return new SqlPlugin(details, dialect, new PostgresSession(details));
}
