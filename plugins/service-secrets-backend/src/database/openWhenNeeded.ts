import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

import { openDatabase } from './openDatabase';

/** Opens the database when it is first asked for, once: reports need none, so a database that is down takes no report with it. */
export function openWhenNeeded(database: DatabaseService): () => Promise<Knex> {
  let opened: Promise<Knex> | undefined;
  return () => {
    opened ??= openDatabase(database).catch(error => {
      // The next one who asks tries again.
      opened = undefined;
      throw error;
    });
    return opened;
  };
}
