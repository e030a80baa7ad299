/* eslint-disable jest/no-export -- a suite that other tests run */
import { FleetStore } from '../review/FleetStore';
import {
  aFindingRecord,
  anUpdate,
  aRowRecord,
  fleetNow as now,
} from './fleetBuilders';

const row = aRowRecord();
const other = aRowRecord({ entityRef: 'component:default/other' });
const by = 'user:default/eve';
const { fingerprint } = row;
const signOff = { by, at: now, until: now + 1, note: '', fingerprint };
const signed = {
  id: '1',
  rowId: row.id,
  action: 'signed',
  ...signOff,
} as const;
const section = { instance: 'vault', kind: 'policy', mount: '' } as const;

/** How every memory of the fleet tells what changed in it. */
export function fleetRevisionContract(
  name: string,
  makeStore: () => Promise<FleetStore>,
): void {
  describe(`${name} tells what changed`, () => {
    let store: FleetStore;

    beforeEach(async () => {
      store = await makeStore();
      await store.rows.save(anUpdate(row));
      await store.rows.save(anUpdate(other));
    });

    it.each<[string, () => Promise<unknown>]>([
      ['is collected', () => store.rows.save(anUpdate(row))],
      [
        'gets a finding',
        () => {
          const opened = [aFindingRecord({ rowId: row.id })];
          return store.rows.save(anUpdate(row, { opened }));
        },
      ],
      ['is signed off', () => store.reviews.sign(signed, signOff)],
      [
        'loses its sign-off',
        () => store.reviews.sign({ ...signed, action: 'withdrawn' }),
      ],
      ['gets another place', () => store.reviews.place(row.id, '00a')],
      [
        'goes and comes back',
        async () => {
          await store.rows.close([row.id], now);
          await store.rows.save(anUpdate(row));
        },
      ],
    ])(
      'with another revision for a row that %s, and for no other',
      async (_what, change) => {
        const before = await store.rows.revisions();
        await change();
        const after = await store.rows.revisions();

        expect(after.get(row.id)).not.toBe(before.get(row.id));
        expect(after.get(other.id)).toBe(before.get(other.id));
      },
    );

    it('and names no row that is closed', async () => {
      await store.rows.close([row.id], now);

      expect([...(await store.rows.revisions()).keys()]).toEqual([other.id]);
    });

    it('with another revision of the inventory when something is listed, and when nothing is left', async () => {
      const { history } = store;
      const listed = { ...section, name: 'p', listedAt: now };
      const first = await history.inventoryRevision();
      await history.saveInventory(section, [listed]);
      const second = await history.inventoryRevision();
      await history.saveInventory(section, []);
      const third = await history.inventoryRevision();

      expect(new Set([first, second, third]).size).toBe(3);
      expect(await history.inventoryRevision()).toBe(third);
    });
  });
}
