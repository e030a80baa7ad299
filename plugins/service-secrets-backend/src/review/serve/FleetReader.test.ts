import {
  aFindingRecord,
  anUpdate,
  aRowRecord,
  fleetNow,
} from '../../testSupport/fleetBuilders';
import { inMemoryFleetStore } from '../../testSupport/InMemoryFleetStore';
import { FleetReader } from './FleetReader';

const DAY = 86_400_000;

describe('what changed since', () => {
  it('reaches back as far as the past is kept, and takes no more than is shown', async () => {
    const store = inMemoryFleetStore();
    const row = aRowRecord();
    const opened = Array.from({ length: 1200 }, (_, index) =>
      aFindingRecord({
        rowId: row.id,
        findingId: `f${index}`,
        openedAt: fleetNow - index,
      }),
    );
    const forgotten = aFindingRecord({
      rowId: row.id,
      openedAt: fleetNow - 91 * DAY,
    });
    await store.rows.save(anUpdate(row, { opened: [...opened, forgotten] }));
    const news = jest.spyOn(store.rows, 'news');
    const reader = new FleetReader({
      store,
      clock: () => new Date(fleetNow),
      everyMs: 600_000,
      keepMs: 90 * DAY,
    });

    const { since, items, total } = await reader.changes(undefined, 0);

    expect(since).toBe(new Date(fleetNow - 90 * DAY).toISOString());
    expect(total).toBe(1200);
    expect(items).toHaveLength(1000);
    expect(items[0].at).toBe(new Date(fleetNow).toISOString());
    const [{ value }] = news.mock.results;
    expect((await value).findings).toHaveLength(1000);
  });
});
