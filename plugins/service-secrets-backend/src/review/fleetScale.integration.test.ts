import { resolve } from 'node:path';

import { mockServices } from '@backstage/backend-test-utils';
import { type PostgresServer, startPostgres } from '@service-secrets/sandbox';
import createKnex, { type Knex } from 'knex';

import {
  aFindingRecord,
  anUpdate,
  aRowRecord,
} from '../testSupport/fleetBuilders';
import { FleetCollector } from './collection/FleetCollector';
import { FleetEntity } from './collection/FleetEntity';
import { ServiceCollector } from './collection/ServiceCollector';
import { FleetStore } from './FleetStore';
import { FleetReader } from './serve/FleetReader';
import { openFleetStore } from './store/openFleetStore';

jest.setTimeout(120_000);

const directory = resolve(__dirname, '../../migrations');
const ten = Array.from({ length: 10 }, (_unused, index) => index);

describe('the fleet on one PostgreSQL', () => {
  let postgres: PostgresServer;
  let replicas: Knex[];
  let stores: FleetStore[];

  beforeAll(async () => {
    postgres = await startPostgres();
    replicas = [1, 2].map(() =>
      createKnex({ client: 'pg', connection: postgres.url() }),
    );
    stores = replicas.map(knex => openFleetStore(async () => knex));
  });

  afterAll(async () => {
    await Promise.all(replicas.map(knex => knex.destroy()));
    await postgres.stop();
  });

  beforeEach(async () => {
    await replicas[0].migrate.rollback({ directory }, true);
    await replicas[0].migrate.latest({ directory });
  });

  it('answers pages of 1,000 services with 10 roles and 10 certificates each within 300 ms at the 95th percentile', async () => {
    const [store] = stores;
    for (let index = 0; index < 1000; index += 1) {
      const row = aRowRecord({
        entityRef: `component:default/service-${index}`,
        owner: `group:default/team-${index % 40}`,
        health: index % 20 === 0 ? 'broken' : 'healthy',
        leases: 50,
        facts: {
          roles: ten.map(role => ({
            mount: 'database',
            name: `service-${index}-role-${role}`,
            kind: 'dynamic',
            grants: 'read and write',
            leases: 5,
          })),
          expiries: ten.map(certificate => ({
            kind: 'certificate',
            name: `tls-${index}-${certificate}`,
            at: Date.now() + certificate * 86_400_000,
            attention: false,
          })),
        },
      });
      const opened =
        index % 20 === 0 ? [aFindingRecord({ rowId: row.id })] : [];
      await store.rows.save(anUpdate(row, { opened }));
    }
    const reader = new FleetReader({
      store,
      clock: () => new Date(),
      everyMs: 600_000,
      keepMs: 30 * 86_400_000,
    });
    const filters = [
      {},
      { health: ['broken' as const] },
      { code: ['serviceAccountNotBound' as const] },
      { text: 'service-99', owner: ['group:default/team-9'] },
    ];
    const times: number[] = [];
    for (let round = 0; round < 40; round += 1) {
      const started = performance.now();
      await reader.page({
        filter: filters[round % filters.length],
        sort: 'worst',
        descending: false,
        limit: 100,
      });
      times.push(performance.now() - started);
    }
    times.sort((a, b) => a - b);

    expect(times[37]).toBeLessThan(300);
    expect((await reader.expiry({}, 90)).total).toBe(10_000);
  });

  it('collects a period once with two replicas, and the other takes over from one that dies', async () => {
    const entities: FleetEntity[] = ['a', 'b', 'c'].map(name => ({
      entityRef: `component:default/${name}`,
      title: name,
      tag: 'tag',
      binding: {
        kind: 'invalid',
        problems: [{ annotation: 'x', reason: 'is wrong' }],
      },
    }));
    const collected: string[] = [];
    const clock = () => new Date();
    const replica = (store: FleetStore, dies: boolean) => {
      const real = new ServiceCollector({
        store,
        clock,
        reports: { read: async () => Promise.reject(new Error('not asked')) },
      });
      const config = {
        everyMs: 60_000,
        leaseMs: dies ? 600 : 5000,
        timeoutMs: 60_000,
        concurrency: 1,
        inventoryMs: 60_000,
        inventoryReads: 1,
        keepMs: 86_400_000,
      };
      return new FleetCollector({
        store,
        clock,
        config,
        logger: mockServices.logger.mock(),
        list: async () => entities,
        after: [],
        services: {
          collect: async (entity, known) => {
            // A process that is killed answers nothing any more and renews nothing.
            if (dies && collected.length === 1) {
              jest
                .spyOn(store.runs, 'keep')
                .mockReturnValue(new Promise(() => {}));
              await new Promise(() => {});
            }
            collected.push(entity.entityRef);
            return real.collect(entity, known);
          },
        },
      });
    };
    const never = new AbortController().signal;
    void replica(stores[0], true).tick(never);
    await new Promise(done => setTimeout(done, 300));
    const other = replica(stores[1], false);
    expect(await other.tick(never)).toBe(false);

    await new Promise(done => setTimeout(done, 1500));
    expect(await other.tick(never)).toBe(true);
    expect(await other.tick(never)).toBe(false);

    expect([...collected].sort()).toEqual(
      entities.map(({ entityRef }) => entityRef),
    );
    const runs = await stores[1].runs.runs(5);
    expect(runs.map(({ state }) => state)).toEqual(['done', 'abandoned']);
  });
});
