import {
  Connection,
  ConnectionOptions,
  createConnection,
  RowDataPacket,
} from 'mysql2/promise';
import { reasonOf } from '../../../problems';
import { splitStatements } from '../statements';
import {
  ConnectionDetails,
  DatabasePlugin,
  detailText,
  fillConnectionUrl,
  withoutSecrets,
} from './DatabasePlugin';
import { mysqlErrorText, mysqlOptions } from './mysqlConnection';
import { SqlDialect, SqlPlugin, SqlSession } from './SqlPlugin';

const dialect: SqlDialect = {
  usernameTemplate:
    '{{ printf "v-%s-%s-%s-%s" (.DisplayName | truncate 10) (.RoleName | truncate 10) (random 20) (unix_time) | truncate 32 }}',
  notVerified: 'error verifying - ping',
  split: splitStatements,
  // Vault's plugin does not run them: MySQL ends a transaction at every CREATE USER anyway.
  rollsBack: false,
  failed: (error, step) =>
    step === 'create'
      ? new Error(reasonOf(error))
      : new Error(`failed to change password: ${reasonOf(error)}`),
  changePassword: "ALTER USER '{{username}}'@'%' IDENTIFIED BY '{{password}}'",
};

/** One connection per operation: MySQL's own limit on idle time never shows. */
class MysqlSession implements SqlSession {
  private readonly options: ConnectionOptions;
  private readonly password: string;

  constructor(details: ConnectionDetails) {
    // The driver reads the password as it stands in the address, without decoding.
    const address = fillConnectionUrl(details, password => password);
    this.options = mysqlOptions(address, details);
    this.password = detailText(details, 'password');
  }

  verify(): Promise<void> {
    return this.withConnection(connection => connection.ping());
  }

  run(statements: readonly string[], secrets: readonly string[]) {
    return this.withConnection(async connection => {
      await connection.beginTransaction();
      try {
        for (const statement of statements) {
          await connection.query(statement);
        }
        await connection.commit();
      } catch (error) {
        await connection.rollback();
        throw error;
      }
    }, secrets);
  }

  dropUser(username: string): Promise<void> {
    return this.withConnection(async connection => {
      const [found] = await connection.query<RowDataPacket[]>(
        'SELECT 1 FROM mysql.user WHERE user = ?',
        [username],
      );
      // Somebody else dropped it: there is nothing left to revoke.
      if (found.length === 0) return;
      await connection.query('REVOKE ALL PRIVILEGES, GRANT OPTION FROM ?@?', [
        username,
        '%',
      ]);
      await connection.query('DROP USER ?@?', [username, '%']);
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async withConnection(
    work: (connection: Connection) => Promise<void>,
    secrets: readonly string[] = [],
  ): Promise<void> {
    try {
      const connection = await createConnection(this.options);
      try {
        await work(connection);
      } finally {
        await connection.end();
      }
    } catch (error) {
      throw new Error(
        withoutSecrets(mysqlErrorText(error), [this.password, ...secrets]),
      );
    }
  }
}

/** Vault's `mysql-database-plugin`, for MySQL and MariaDB. */
export function mysqlPlugin(details: ConnectionDetails): DatabasePlugin {
  return new SqlPlugin(details, dialect, new MysqlSession(details));
}
