import { resolve } from 'node:path';

import type { Knex } from 'knex';

import { fleetReviewContract } from '../../testSupport/fleetReviewContract';
import { fleetRevisionContract } from '../../testSupport/fleetRevisionContract';
import { fleetStoreContract } from '../../testSupport/fleetStoreContract';
import { fleetTurnContract } from '../../testSupport/fleetTurnContract';
import { SqliteFile } from '../../database/__testUtils__/SqliteFile';
import { openFleetStore } from './openFleetStore';

const directory = resolve(__dirname, '../../../migrations');

describe('the memory in SQLite', () => {
  let file: SqliteFile;
  let knex: Knex;

  beforeEach(async () => {
    file = await SqliteFile.make();
    knex = file.connect();
    await knex.migrate.latest({ directory });
  });

  afterEach(async () => {
    await file.remove();
  });

  const tables = async (): Promise<string[]> =>
    knex('sqlite_master')
      .where('type', 'table')
      .whereRaw("name not like 'sqlite%' and name not like 'knex%'")
      .pluck('name');

  const makeStore = async () => openFleetStore(async () => knex);
  fleetStoreContract('SQLite', makeStore);
  fleetTurnContract('SQLite', makeStore);
  fleetRevisionContract('SQLite', makeStore);
  fleetReviewContract('SQLite', makeStore);

  it('takes every table away again when the migrations are undone, and makes them anew', async () => {
    const made = await tables();
    expect(made).toContain('fleet_rows');
    expect(made).toContain('provision_runs');

    await knex.migrate.rollback({ directory }, true);
    expect(await tables()).toEqual([]);

    await knex.migrate.latest({ directory });
    expect((await tables()).sort()).toEqual([...made].sort());
  });

  it('gives the turn to one of two backends on one file, and again after its holder was silent', async () => {
    const other = file.connect();
    const [one, two] = [knex, other].map(
      connection => openFleetStore(async () => connection).runs,
    );
    const now = Date.parse('2026-11-22T12:00:00Z');

    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 === 0 ? one : two).take(`replica-${index}`, now, 1000),
      ),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    const holder = `replica-${taken.indexOf(true)}`;
    expect(await two.turn()).toMatchObject({ holder, expiresAt: now + 1000 });

    expect(await two.take('late', now + 999, 1000)).toBe(false);
    expect(await two.take('late', now + 1000, 1000)).toBe(true);
    expect(await one.keep(holder, now + 1001, 1000)).toBe(false);
  });

  it('closes what two replicas opened or accepted both, before it refuses that', async () => {
    const name = '20261122000005_fencing.js';
    await knex.migrate.down({ directory, name });
    const finding = {
      row_id: 'a#',
      finding_id: 'f',
      code: 'policyMissing',
      severity: 'broken',
      message: 'm',
      remedy: 'r',
    };
    await knex('fleet_findings').insert(
      [5, 6].map(opened_at => ({ ...finding, opened_at })),
    );
    const exception = { row_id: 'a#', finding_id: 'f', code: 'policyMissing' };
    const far = Date.now() + 1_000_000;
    await knex('fleet_exceptions').insert(
      [7, far, far + 1].map(until => {
        const words = { reason: 'r', by: 'b', at: 1 };
        return { ...exception, ...words, id: `until-${until}`, until };
      }),
    );
    await knex.migrate.up({ directory, name });

    const { rows, reviews } = openFleetStore(async () => knex);
    expect(await rows.findings()).toMatchObject([{ openedAt: 5 }]);
    expect(await reviews.exceptions({ now: 1 })).toMatchObject([
      { until: far + 1 },
    ]);
    expect(await reviews.exception('until-7')).toMatchObject({ endedAt: 7 });
    await expect(
      knex('fleet_findings').insert({ ...finding, opened_at: 9 }),
    ).rejects.toThrow(/UNIQUE/);
  });

  it('keeps what was written when it is opened again', async () => {
    const store = openFleetStore(async () => knex);
    const request = { by: 'user:default/eve', at: 5 };
    await store.runs.request(request);
    await knex.destroy();

    const again = openFleetStore(async () => file.connect());
    expect(await again.runs.turn()).toMatchObject({ request });
  });
});
