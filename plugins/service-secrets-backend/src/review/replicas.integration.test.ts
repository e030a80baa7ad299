import { type PostgresServer, startPostgres } from '@service-secrets/sandbox';
import createKnex, { type Knex } from 'knex';

import { FleetScale, serviceNames } from './__testUtils__/FleetScale';
import { ReplicaProcess } from './__testUtils__/ReplicaProcess';
import { openFleetStore } from './store/openFleetStore';

// Two backends start, and two periods pass.
jest.setTimeout(180_000);

const scale: FleetScale = {
  services: 120,
  rolesEach: 2,
  leasesPerRole: 2,
  certificatesEach: 2,
  latencyMs: 25,
};
const CONCURRENCY = 4;
const EVERY_MS = 30_000;
const names = serviceNames(scale);

async function until(fits: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 90_000;
  while (!(await fits())) {
    if (Date.now() > end) throw new Error('It did not happen within 90 s');
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

describe('two replicas on one PostgreSQL', () => {
  let postgres: PostgresServer;
  let knex: Knex;
  let replicas: ReplicaProcess[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
    knex = createKnex({
      client: 'pg',
      connection: postgres.url('backstage_plugin_service-secrets'),
    });
  });

  afterAll(async () => {
    await Promise.all(replicas.map(replica => replica.kill()));
    await knex.destroy();
    await postgres.stop();
  });

  it('collect each period once, and one finishes what the other was killed in the middle of', async () => {
    const { host, port, user, password } = postgres;
    const settings = {
      scale,
      postgres: { host, port, user, password },
      collection: {
        every: '30s',
        lease: '1500ms',
        concurrency: CONCURRENCY,
      },
      printReads: true,
    };
    // One after the other: both would make the database.
    replicas = [await ReplicaProcess.start(settings)];
    replicas.push(await ReplicaProcess.start(settings));
    const { runs, rows } = openFleetStore(async () => knex);
    const all = () => replicas.flatMap(({ reads }) => reads);
    const finished = async () =>
      (await runs.runs(10)).filter(({ state }) => state === 'done').length;

    await until(() => all().length > 0);
    await until(async () => (await finished()) === 1);
    const inFirst = replicas.map(({ reads }) => reads.length);
    expect([...all()].sort()).toEqual(names);
    expect(inFirst).toContain(0);

    const before = all().length;
    await until(() => all().length >= before + names.length / 3);
    const holder = replicas.findIndex(
      ({ reads }, index) => reads.length > inFirst[index],
    );
    const [killed, other] = [replicas[holder], replicas[1 - holder]];
    const killedAt = Date.now();
    await killed.kill();
    const done = killed.reads.slice(inFirst[holder]);
    await until(() => other.reads.length > inFirst[1 - holder]);
    const takenOverAfter = Date.now() - killedAt;
    await until(async () => (await finished()) === 2);
    const left = other.reads.slice(inFirst[1 - holder]);

    const twice = left.filter(name => done.includes(name));
    process.stdout.write(
      `Period 1: ${inFirst.join(' + ')} of ${
        names.length
      } services. Period 2: ${done.length} by the one that was killed, ${
        left.length
      } by the other, which took over after ${(takenOverAfter / 1000).toFixed(
        1,
      )} s; ${twice.length} were under way and read twice.\n`,
    );
    expect(new Set([...done, ...left])).toEqual(new Set(names));
    expect(left.length).toBeLessThan(names.length - done.length / 2);
    // Only what was under way when it died, and never a service twice by the same one.
    expect(twice.length).toBeLessThanOrEqual(CONCURRENCY);
    expect(new Set(left).size).toBe(left.length);
    expect(takenOverAfter).toBeLessThan(EVERY_MS / 2);

    const states = (await runs.runs(10)).map(({ state }) => state);
    expect(states).toEqual(['done', 'abandoned', 'done']);
    const kept = await rows.rows();
    expect(kept.map(({ entityRef }) => entityRef).sort()).toEqual(
      names.map(name => `component:default/${name}`),
    );
    expect(kept.filter(({ stale, leases }) => stale || leases !== 4)).toEqual(
      [],
    );
  });
});
