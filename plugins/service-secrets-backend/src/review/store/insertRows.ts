import type { Knex } from 'knex';

/** Rows of one statement: SQLite joins no more than 500 of them, of no more than 32,766 values. */
const ROWS = 100;

/** Inserts many rows in portions that every database takes; on a conflict in the named columns the new row holds, or with `ignore` the one that is there. */
export async function insertRows(
  rows: readonly object[],
  into: {
    readonly knex: Knex;
    readonly table: string;
    readonly conflict?: readonly string[] | 'ignore';
  },
): Promise<void> {
  const { knex, table, conflict } = into;
  for (let start = 0; start < rows.length; start += ROWS) {
    const insert = knex(table).insert(rows.slice(start, start + ROWS));
    if (conflict === 'ignore') await insert.onConflict().ignore();
    else if (conflict) await insert.onConflict([...conflict]).merge();
    else await insert;
  }
}
