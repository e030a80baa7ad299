import BetterSqlite3Dialect from 'knex/lib/dialects/better-sqlite3';
import { Database } from 'node-sqlite3-wasm';

/** How long better-sqlite3 waits for another process to leave the file. */
const BUSY_MS = 5000;

/** A query as Knex hands it to a client, which writes its answer into it. */
interface Query {
  readonly sql: string;
  readonly bindings?: readonly unknown[];
  response?: unknown;
  context?: unknown;
}

/**
 * Knex's better-sqlite3 client on SQLite compiled to WebAssembly: the same SQL on the same database
 * engine, on machines that have neither a compiler nor the built addon.
 */
export class SqliteClient extends BetterSqlite3Dialect {
  /** Loaded by import instead. */
  _driver(): typeof Database {
    return Database;
  }

  async acquireRawConnection(): Promise<Database> {
    const database = new Database(this.connectionSettings.filename);
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    return database;
  }

  async destroyRawConnection(connection: Database): Promise<void> {
    connection.close();
  }

  /** Gives every answer as rows, and what a write did beside them: Knex takes what fits the query. */
  async _query(connection: Database, query: Query): Promise<Query> {
    const bindings = this._formatBindings(query.bindings);
    query.response = connection.all(query.sql, bindings);
    query.context = connection.get(
      'select changes() as changes, last_insert_rowid() as lastID',
    );
    return query;
  }
}
