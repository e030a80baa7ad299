import {
  aFindingRecord,
  anUpdate,
  aRowRecord,
  fleetNow,
} from '../../testSupport/fleetBuilders';
import { inMemoryFleetStore } from '../../testSupport/InMemoryFleetStore';
import { RowRecord } from '../records';
import { DayKeeper } from './DayKeeper';

const DAY = 86_400_000;

class Setup {
  readonly store = inMemoryFleetStore();
  now = fleetNow;

  async save(name: string, change: Partial<RowRecord>, findings = 0) {
    const entityRef = `component:default/${name}`;
    const row = aRowRecord({ entityRef, ...change });
    const opened = Array.from({ length: findings }, (_, index) =>
      aFindingRecord({ rowId: row.id, findingId: `f${index}` }),
    );
    await this.store.rows.save(anUpdate(row, { opened }));
    return row;
  }

  async keep(): Promise<void> {
    const { store } = this;
    const clock = () => new Date(this.now);
    await new DayKeeper({ store, clock, keepMs: 2 * DAY }).run();
  }

  days = (rowId: string) => this.store.history.days(rowId, '2000-01-01');
}

describe('DayKeeper', () => {
  it('counts each row, and the fleet by services and not by rows', async () => {
    const setup = new Setup();
    const broken = { health: 'broken', leases: 3, certificates: 2 } as const;
    const row = await setup.save('a', broken, 2);
    await setup.save('a', { environment: 'staging', leases: 4 }, 1);
    await setup.save('b', { leases: undefined, certificates: undefined });
    await setup.keep();

    const day = '2026-11-22';
    expect(await setup.days(row.id)).toEqual([
      { rowId: row.id, day, findingsOpen: 2, leases: 3, certificates: 2 },
    ]);
    expect(await setup.days('')).toEqual([
      {
        rowId: '',
        day,
        findingsOpen: 3,
        leases: 7,
        certificates: 3,
        services: 2,
        broken: 1,
      },
    ]);
  });

  it('leaves a count open that nothing could be read of, instead of writing zero', async () => {
    const setup = new Setup();
    await setup.save('a', { leases: undefined, certificates: undefined });
    await setup.keep();

    const [fleet] = await setup.days('');
    expect(fleet).toMatchObject({ services: 1, broken: 0 });
    expect([fleet.leases, fleet.certificates]).toEqual([undefined, undefined]);
  });

  it('lets the last run of a day stay, begins anew on the next, and forgets the old ones', async () => {
    const setup = new Setup();
    await setup.save('a', { leases: 1 });
    await setup.keep();
    await setup.save('a', { leases: 5 });
    setup.now = Date.parse('2026-11-22T23:59:59Z');
    await setup.keep();
    const leases = async () =>
      (await setup.days('')).map(day => [day.day, day.leases]);
    expect(await leases()).toEqual([['2026-11-22', 5]]);

    setup.now += 1000;
    await setup.keep();
    expect(await leases()).toEqual([
      ['2026-11-22', 5],
      ['2026-11-23', 5],
    ]);

    setup.now += 2 * DAY;
    await setup.keep();
    expect((await leases()).map(([day]) => day)).toEqual([
      '2026-11-23',
      '2026-11-25',
    ]);
  });
});
