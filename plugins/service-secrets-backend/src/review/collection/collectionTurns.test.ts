import { createServices } from '../../createServices';
import {
  collection,
  CollectorSetup,
  eve,
  never,
} from '../__testUtils__/CollectorSetup';
import { ServiceCollector } from './ServiceCollector';

describe('whose turn it is to collect, and what is left to do', () => {
  it('collects a period once, whoever asks first', async () => {
    const setup = new CollectorSetup();
    setup.passedMs = collection.everyMs;
    const done = await Promise.all(
      [1, 2, 3].map(() => setup.collector().tick(never)),
    );

    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await setup.collector().tick(never)).toBe(false);
    expect(await setup.store.runs.runs(9)).toHaveLength(1);

    setup.passedMs += 1000;
    await setup.ask();
    expect(await setup.collector().tick(never)).toBe(true);
    expect(await setup.lastRun()).toMatchObject({
      trigger: 'person',
      by: 'user:default/eve',
    });
  });

  it('reads again, at once and in the same process, what was read before somebody asked while it ran', async () => {
    const setup = new CollectorSetup();
    setup.haveServices('a', 'b', 'c');
    const read: string[] = [];
    const collector = setup.collector(
      setup.watched(async entityRef => {
        setup.passedMs += 10;
        read.push(entityRef);
        // Twice: they are one request.
        if (read.length === 2) await Promise.all([setup.ask(), setup.ask()]);
        setup.passedMs += 10;
      }),
      { concurrency: 1 },
    );
    setup.passedMs = collection.everyMs;

    expect(await collector.tick(never)).toBe(true);
    expect(read).toEqual(['a', 'b', 'c', 'a', 'b']);
    const [second, first] = await setup.store.runs.runs(9);
    expect(first).toMatchObject({ trigger: 'schedule', state: 'done' });
    expect(second).toMatchObject({ by: eve, state: 'done', skipped: 1 });
    expect(await collector.tick(never)).toBe(false);
  });

  it('reads everything for who asks right after a collection, also what was just read', async () => {
    const setup = new CollectorSetup();
    await setup.collect();
    setup.world.vault.state.leases = [];
    setup.passedMs += 1;
    await setup.ask();
    setup.passedMs += 1;
    await setup.collector().tick(never);

    expect((await setup.row()).leases).toBe(0);
  });

  it('goes on for who asked when the replica that began with it went away, with what it had not read', async () => {
    const setup = new CollectorSetup();
    setup.haveServices('a', 'b', 'c');
    await setup.collect();
    setup.passedMs += 1;
    await setup.ask();
    const read: string[] = [];
    const services = setup.watched(async entityRef => {
      setup.passedMs += 1;
      read.push(entityRef);
      // It answers nothing any more.
      if (read.length === 2) await new Promise(() => {});
    });
    setup.passedMs += 1;
    void setup.collector(services, { concurrency: 1 }).tick(never);
    while (read.length < 2) await new Promise(setImmediate);
    setup.passedMs += collection.leaseMs;
    await setup.collector(services, { concurrency: 1 }).tick(never);

    expect(read.slice(2).sort()).toEqual(
      ['a', 'b', 'c'].filter(name => name !== read[0]),
    );
    const [last, before] = await setup.store.runs.runs(2);
    expect(before).toMatchObject({ by: eve, state: 'abandoned' });
    expect(last).toMatchObject({ by: eve, state: 'done', skipped: 1 });
  });

  it('comes to an end when one go is too short for the whole fleet', async () => {
    const setup = new CollectorSetup();
    const names = ['a', 'b', 'c', 'd', 'e'];
    setup.haveServices(...names);
    const read: string[] = [];
    setup.passedMs = collection.everyMs;
    for (let go = 0; go < 3; go += 1) {
      const stop = new AbortController();
      let left = 2;
      const services = setup.watched(async entityRef => {
        read.push(entityRef);
        setup.passedMs += collection.timeoutMs / 2;
        left -= 1;
        if (left === 0) stop.abort();
      });
      const collector = setup.collector(services, { concurrency: 1 });
      await collector.tick(stop.signal);
      setup.passedMs += 60_000;
    }

    expect([...read].sort()).toEqual(names);
    const runs = await setup.store.runs.runs(9);
    expect(runs.map(({ state }) => state)).toEqual([
      'done',
      'abandoned',
      'abandoned',
    ]);
  });

  it('keeps what the next run saw when one that was held up comes back, also in one process', async () => {
    const setup = new CollectorSetup();
    const { store, clock, world } = setup;
    const { reports } = createServices({
      config: { ...world.config, cache: { reportMs: 0, staleMs: 0 } },
      vault: world.vaultService,
      kubernetes: world.kubernetesService,
      clock,
    });
    let goOn = () => {};
    const held = new Promise<void>(resolve => {
      goOn = resolve;
    });
    const isHeld = [true];
    const read: typeof reports.read = async binding => {
      const state = await reports.read(binding);
      if (isHeld.pop()) await held;
      return state;
    };
    const collector = setup.collector(
      new ServiceCollector({ store, clock, reports: { read } }),
    );
    setup.passedMs = collection.everyMs;
    const first = collector.tick(never);
    while (isHeld.length > 0) await new Promise(setImmediate);

    setup.passedMs += collection.leaseMs + 1;
    world.vault.state.leases = [];
    expect(await collector.tick(never)).toBe(true);
    const turn = await store.runs.turn();
    const row = await setup.row();
    expect(row.leases).toBe(0);
    setup.passedMs += 1;
    goOn();
    await first;

    expect(await setup.row()).toEqual(row);
    expect(await store.runs.turn()).toEqual(turn);
  });

  it('goes on where a run stopped, with the services that were left', async () => {
    const setup = new CollectorSetup();
    const [entity] = setup.entities;
    setup.entities = ['a', 'b', 'c'].map(name => ({
      ...entity,
      entityRef: `component:default/${name}`,
    }));
    const stop = new AbortController();
    const { store, clock } = setup;
    const collected: string[] = [];
    const services: Pick<ServiceCollector, 'collect'> = {
      collect: async (asked, known) => {
        collected.push(asked.entityRef);
        if (collected.length === 1) stop.abort();
        const binding = {
          kind: 'invalid' as const,
          problems: [{ annotation: 'x', reason: 'y' }],
        };
        const { reports } = createServices({
          config: setup.world.config,
          vault: setup.world.vaultService,
          kubernetes: setup.world.kubernetesService,
          clock,
        });
        const real = new ServiceCollector({ store, clock, reports });
        return real.collect({ ...asked, binding }, known);
      },
    };
    setup.passedMs = collection.everyMs;
    await setup.collector(services).tick(stop.signal);
    const first = collected.length;
    expect(first).toBeLessThan(3);
    expect(await setup.lastRun()).toMatchObject({ state: 'abandoned' });

    setup.passedMs += 60_000;
    await setup.collector(services).tick(never);

    expect([...collected].sort()).toEqual(
      setup.entities.map(({ entityRef }) => entityRef),
    );
    expect(await setup.lastRun()).toMatchObject({
      state: 'done',
      skipped: first,
    });
  });
});
