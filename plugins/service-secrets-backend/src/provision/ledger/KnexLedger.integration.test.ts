import path from 'node:path';

import { mockServices } from '@backstage/backend-test-utils';
import { PostgresServer, startPostgres } from '@service-secrets/sandbox';
import createKnex, { Knex } from 'knex';

import { openDatabase } from '../../database/openDatabase';
import { describeLedger } from '../../testSupport/ledgerContract';
import { KnexLedger } from './KnexLedger';

jest.setTimeout(120_000);

let postgres: PostgresServer;
let knex: Knex;

beforeAll(async () => {
  postgres = await startPostgres();
  knex = createKnex({ client: 'pg', connection: postgres.url() });
  await openDatabase(
    mockServices.database.mock({ getClient: async () => knex }),
  );
});

afterAll(async () => {
  await knex?.destroy();
  await postgres?.stop();
});

describe('KnexLedger', () => {
  describeLedger(async () => {
    await knex('provision_steps').delete();
    await knex('provision_runs').delete();
    await knex('provision_locks').delete();
    return new KnexLedger(async () => knex);
  });

  it('leaves no table behind when its migration is taken back', async () => {
    const directory = path.resolve(__dirname, '../../../migrations');
    await knex.migrate.rollback({ directory }, true);
    expect(await knex.schema.hasTable('provision_runs')).toBe(false);

    await knex.migrate.latest({ directory });
    expect(await knex.schema.hasTable('provision_runs')).toBe(true);
  });
});
