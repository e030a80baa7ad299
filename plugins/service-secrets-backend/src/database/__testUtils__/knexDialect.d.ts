/** What Knex has for `client: 'better-sqlite3'`; it publishes no types of it. */
declare module 'knex/lib/dialects/better-sqlite3' {
  import { Knex } from 'knex';

  class BetterSqlite3Dialect extends Knex.Client {
    readonly connectionSettings: { readonly filename: string };

    _formatBindings(
      bindings: readonly unknown[] | undefined,
    ): (string | number | bigint | Uint8Array | null)[];
  }

  export = BetterSqlite3Dialect;
}
