import type {
  MetricAttributes,
  MetricsServiceObservableCallback,
} from '@backstage/backend-plugin-api/alpha';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';

import { inMemoryFleetStore } from '../../testSupport/InMemoryFleetStore';
import {
  aFindingRecord,
  anUpdate,
  aRowRecord,
  fleetNow,
} from '../../testSupport/fleetBuilders';
import { FleetReader } from '../serve/FleetReader';
import { FleetMetrics } from './FleetMetrics';

const run = {
  id: 'one',
  trigger: 'schedule' as const,
  startedAt: fleetNow - 5000,
  services: 1,
  collected: 1,
  skipped: 0,
  failed: 0,
};

function setUp() {
  const callbacks = new Map<string, MetricsServiceObservableCallback>();
  const add = jest.fn();
  const record = jest.fn();
  const metrics = metricsServiceMock.mock({
    createObservableGauge: (name: string) => ({
      addCallback: (callback: MetricsServiceObservableCallback) => {
        callbacks.set(name, callback);
      },
      removeCallback: () => {},
    }),
    createCounter: () => ({ add }),
    createHistogram: () => ({ record }),
  });
  const store = inMemoryFleetStore();
  const clock = () => new Date(fleetNow);
  const times = { everyMs: 600_000, keepMs: 86_400_000 };
  const reader = new FleetReader({ store, clock, ...times });
  const summary = jest.spyOn(reader, 'summary');
  const fleetMetrics = new FleetMetrics({ metrics, reader, clock });
  const scrape = async (name: string) => {
    const seen: [number, MetricAttributes | undefined][] = [];
    const callback = callbacks.get(`service_secrets_fleet_${name}`);
    await callback?.({
      observe: (value, attributes) => seen.push([value, attributes]),
    });
    return seen;
  };
  return { store, fleetMetrics, summary, scrape, callbacks, add, record };
}

describe('the metrics of the fleet', () => {
  it('says how many services are broken, which findings they have, and how many leases there are', async () => {
    const { store, scrape, summary } = setUp();
    const row = aRowRecord({ health: 'broken', irrevocableLeases: 1 });
    await store.rows.save(anUpdate(row, { opened: [aFindingRecord()] }));

    expect(await scrape('services')).toContainEqual([1, { health: 'broken' }]);
    expect(await scrape('services')).toContainEqual([0, { health: 'healthy' }]);
    expect(await scrape('affected_services')).toEqual([
      [1, { code: 'serviceAccountNotBound' }],
    ]);
    expect(await scrape('leases')).toEqual([
      [2, { state: 'all' }],
      [1, { state: 'irrevocable' }],
      [0, { state: 'orphan' }],
    ]);
    expect(await scrape('findings_open')).toEqual([[1, undefined]]);
    // One scrape, one reading.
    expect(summary).toHaveBeenCalledTimes(1);
  });

  it('says when the last collection ended, and nothing before the first', async () => {
    const early = setUp();
    const name = 'last_collection_timestamp_seconds';
    expect(await early.scrape(name)).toEqual([]);

    const { store, scrape } = setUp();
    await store.runs.take('a', fleetNow, 1);
    const done = { ...run, state: 'done', endedAt: fleetNow } as const;
    await store.runs.saveRun('a', done);
    expect(await scrape(name)).toEqual([[fleetNow / 1000, { state: 'done' }]]);
  });

  it('leaves a gap when the database does not answer', async () => {
    const { summary, scrape } = setUp();
    summary.mockRejectedValue(new Error('down'));

    expect(await scrape('services')).toEqual([]);
  });

  it('counts runs that ended and how long they took', () => {
    const { fleetMetrics, add, record } = setUp();

    fleetMetrics.note({ ...run, state: 'running' });
    fleetMetrics.note({ ...run, state: 'done' });

    expect(add.mock.calls).toEqual([[1, { state: 'done' }]]);
    expect(record.mock.calls).toEqual([[5, { state: 'done' }]]);
  });

  it('names every metric by the conventions of Prometheus', () => {
    const { callbacks } = setUp();

    expect(callbacks.size).toBe(8);
    for (const name of callbacks.keys()) {
      expect(name).toMatch(/^service_secrets_fleet_[a-z]+(_[a-z]+)*$/);
    }
  });
});
