/* eslint-disable jest/no-export -- a suite that other tests run */
import { FleetStore, RunStore } from '../review/FleetStore';
import { aRunRecord, fleetNow as now } from './fleetBuilders';

/** How every memory of the fleet must hand the turn from replica to replica. */
export function fleetTurnContract(
  name: string,
  makeStore: () => Promise<FleetStore>,
): void {
  describe(`${name} keeps the contract of the turn`, () => {
    let runs: RunStore;

    beforeEach(async () => {
      ({ runs } = await makeStore());
    });

    it('gives the turn to one of many, once in a period, and again when its holder is silent', async () => {
      const all = ['a', 'b', 'c', 'd'];
      const taken = await Promise.all(all.map(id => runs.take(id, now, 100)));
      const holder = all[taken.indexOf(true)];
      expect(taken.filter(Boolean)).toHaveLength(1);

      expect(await runs.keep(holder, now + 90, 100)).toBe(true);
      expect(await runs.take('late', now + 150, 100)).toBe(false);
      expect(await runs.take('late', now + 190, 100)).toBe(true);
      expect(await runs.keep(holder, now + 191, 100)).toBe(false);

      await runs.leave('late', now + 1000);
      expect(await runs.take('x', now + 999, 100)).toBe(false);
      const request = { by: 'user:default/eve', at: now + 998 };
      await runs.request(request);
      expect(await runs.turn()).toMatchObject({ request });
      expect(await runs.take('x', now + 999, 100)).toBe(true);
    });

    it('keeps a request that comes while a run answers another one', async () => {
      const eve = { by: 'user:default/eve', at: now };
      const adam = { by: 'user:default/adam', at: now + 200 };
      await runs.take('first', now, 100);
      await runs.leave('first', now + 1000);
      await runs.request(eve);
      expect(await runs.take('a', now + 1, 100)).toBe(true);
      await runs.accept('a', eve, now + 1);
      // Its holder goes away: what was asked for is still due.
      expect(await runs.take('b', now + 101, 100)).toBe(true);
      expect((await runs.turn()).request).toBeUndefined();

      const again = { ...eve, at: now + 150 };
      await runs.request(again);
      await runs.accept('b', eve, now + 151);
      await runs.leave('b', now + 1000);
      expect((await runs.turn()).request).toEqual(again);
      expect(await runs.take('c', now + 200, 100)).toBe(true);
      await runs.request(adam);
      await runs.accept('c', again, now + 200);
      expect((await runs.turn()).request).toEqual(adam);
    });

    it('lets the latest request wait, whichever comes last from clocks that differ', async () => {
      const later = { by: 'user:default/eve', at: now + 5 };
      await runs.request(later);
      await runs.request({ by: 'user:default/adam', at: now });

      expect((await runs.turn()).request).toEqual(later);
    });

    it('keeps nothing of who lost the turn: no run, and no request taken away', async () => {
      const run = aRunRecord({ id: 'held up', by: 'user:default/eve' });
      const request = { by: 'user:default/eve', at: now };
      await runs.request(request);
      await runs.take('slow', now, 100);
      expect(await runs.saveRun('slow', run)).toBe(true);
      await runs.take('next', now + 100, 100);

      const late = { ...run, state: 'done' } as const;
      expect(await runs.saveRun('slow', late)).toBe(false);
      await runs.accept('slow', request, now + 101);
      await runs.leave('slow', now + 1000);

      expect(await runs.runs(5)).toEqual([run]);
      expect(await runs.turn()).toMatchObject({ holder: 'next', request });
    });
  });
}
