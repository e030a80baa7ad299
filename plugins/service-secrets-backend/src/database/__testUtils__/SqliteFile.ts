import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import createKnex, { Knex } from 'knex';

import { SqliteClient } from './SqliteClient';

/** A SQLite database in a file of its own, as a small installation has it. */
export class SqliteFile {
  private readonly opened: Knex[] = [];

  private constructor(private readonly folder: string) {}

  /** An empty one, in the folder for temporary files. */
  static async make(): Promise<SqliteFile> {
    return new SqliteFile(await mkdtemp(path.join(tmpdir(), 'secrets-db-')));
  }

  /** A connection of its own, set up as Backstage does it. */
  connect(): Knex {
    const knex = createKnex({
      client: SqliteClient,
      connection: { filename: path.join(this.folder, 'plugin.sqlite') },
      useNullAsDefault: true,
    });
    this.opened.push(knex);
    return knex;
  }

  /** Closes what was opened and takes the file away. */
  async remove(): Promise<void> {
    await Promise.all(this.opened.map(knex => knex.destroy()));
    await rm(this.folder, { recursive: true, force: true });
  }
}
