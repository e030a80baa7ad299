import { resolve } from 'node:path';

import { type PostgresServer, startPostgres } from '@service-secrets/sandbox';
import createKnex, { type Knex } from 'knex';

import { fleetReviewContract } from '../../testSupport/fleetReviewContract';
import { fleetRevisionContract } from '../../testSupport/fleetRevisionContract';
import { fleetStoreContract } from '../../testSupport/fleetStoreContract';
import { fleetTurnContract } from '../../testSupport/fleetTurnContract';
import { openFleetStore } from './openFleetStore';

const directory = resolve(__dirname, '../../../migrations');

describe('the memory in PostgreSQL', () => {
  let postgres: PostgresServer;
  let knex: Knex;

  beforeAll(async () => {
    postgres = await startPostgres();
    knex = createKnex({ client: 'pg', connection: postgres.url() });
  }, 120_000);

  afterAll(async () => {
    await knex.destroy();
    await postgres.stop();
  });

  beforeEach(async () => {
    await knex.migrate.rollback({ directory }, true);
    await knex.migrate.latest({ directory });
  });

  const makeStore = async () => openFleetStore(async () => knex);
  fleetStoreContract('PostgreSQL', makeStore);
  fleetTurnContract('PostgreSQL', makeStore);
  fleetRevisionContract('PostgreSQL', makeStore);
  fleetReviewContract('PostgreSQL', makeStore);

  it('takes every table away again when the migration is undone', async () => {
    await knex.migrate.rollback({ directory }, true);

    const left = await knex('information_schema.tables')
      .where('table_schema', 'public')
      .where('table_name', 'like', 'fleet%');
    expect(left).toEqual([]);
  });
});
