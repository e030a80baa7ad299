import { mockServices } from '@backstage/backend-test-utils';

import {
  aFindingRecord,
  anUpdate,
  aRowRecord,
  fleetNow,
} from '../../testSupport/fleetBuilders';
import { inMemoryFleetStore } from '../../testSupport/InMemoryFleetStore';
import { FleetCollector } from '../collection/FleetCollector';
import { RunStore } from '../FleetStore';
import { readFleetConfig } from '../config';
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

describe('the status of the collection', () => {
  it('shows a request as waiting or running after every step, until its run is done', async () => {
    const store = inMemoryFleetStore();
    const clock = () => new Date(fleetNow);
    const reader = new FleetReader({ store, clock, everyMs: 1, keepMs: 1 });
    const shown: string[] = [];
    const look = async () => {
      const { requested, running } = await reader.status();
      shown.push(running?.state ?? (requested ? 'waiting' : 'neither'));
    };
    const runs: RunStore = {
      ...store.runs,
      accept: async (...given) => {
        await store.runs.accept(...given);
        await look();
      },
      saveRun: async (...given) => {
        const isKept = await store.runs.saveRun(...given);
        await look();
        return isKept;
      },
    };
    const collector = new FleetCollector({
      store: { ...store, runs },
      clock,
      list: async () => [],
      services: { collect: () => Promise.reject(new Error('of none')) },
      after: [],
      logger: mockServices.logger.mock(),
      config: readFleetConfig(mockServices.rootConfig()).collection,
    });
    await store.runs.request({ by: 'user:default/eve', at: fleetNow });
    await look();
    await collector.tick(new AbortController().signal);

    const [first, ...rest] = shown;
    expect(first).toBe('waiting');
    expect(rest.pop()).toBe('neither');
    expect(new Set(rest)).toEqual(new Set(['running']));
  });
});
