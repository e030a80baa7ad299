import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';

import { openDatabase } from '../../database/openDatabase';
import { describeLedger } from '../../testSupport/ledgerContract';
import { SqliteFile } from '../../database/__testUtils__/SqliteFile';
import { KnexLedger } from './KnexLedger';

let file: SqliteFile;
let knex: Knex;

beforeEach(async () => {
  file = await SqliteFile.make();
  knex = file.connect();
  await openDatabase(
    mockServices.database.mock({ getClient: async () => knex }),
  );
});

afterEach(async () => {
  await file.remove();
});

describe('KnexLedger on SQLite', () => {
  describeLedger(async () => new KnexLedger(async () => knex));

  it('gives a lock to one of two backends on one file', async () => {
    const other = file.connect();
    const ledgers = [knex, other].map(
      connection => new KnexLedger(async () => connection),
    );
    const now = new Date('2026-11-22T12:00:00Z');
    const until = new Date('2026-11-22T12:01:00Z');

    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        ledgers[index % 2].acquire(
          { key: 'service', holder: `h${index}`, until },
          now,
        ),
      ),
    );

    expect(taken.filter(Boolean)).toHaveLength(1);
  });
});
