import { mockServices } from '@backstage/backend-test-utils';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';

import { createServices } from '../../createServices';
import { inMemoryFleetStore } from '../../testSupport/InMemoryFleetStore';
import { anEntity, World } from '../../testSupport/World';
import { collection } from '../__testUtils__/CollectorSetup';
import { FleetCollector } from './FleetCollector';
import { FleetEntity, toFleetEntity } from './FleetEntity';
import { NoticeSender } from './NoticeSender';
import { ServiceCollector } from './ServiceCollector';

const rowId = 'component:default/grade-api#production';

/** A service that is collected again and again, and its owner. */
class Setup {
  readonly world = new World();
  readonly store = inMemoryFleetStore();
  entities: FleetEntity[] = [toFleetEntity(anEntity())];
  private heard: NotificationSendOptions[] = [];
  private passedMs = 0;
  readonly clock = () => new Date(this.world.now.getTime() + this.passedMs);

  /** What the owner hears of the next collection. */
  async titles(): Promise<string[]> {
    const { store, clock, world } = this;
    this.passedMs += collection.everyMs;
    const { reports } = createServices({
      config: { ...world.config, cache: { reportMs: 0, staleMs: 0 } },
      vault: world.vaultService,
      kubernetes: world.kubernetesService,
      clock,
    });
    const sender = new NoticeSender({
      mutes: store.mutes,
      clock,
      logger: mockServices.logger.mock(),
      platformGroups: [],
      notifications: {
        send: async notice => {
          this.heard.push(notice);
        },
      },
      config: {
        enabled: true,
        codes: new Set(['serviceAccountNotBound']),
        recovered: true,
        thresholds: {},
      },
    });
    await new FleetCollector({
      store,
      clock,
      config: collection,
      logger: mockServices.logger.mock(),
      list: async () => this.entities,
      services: new ServiceCollector({ store, clock, reports }),
      after: [sender],
    }).tick(new AbortController().signal);
    const titles = this.heard.map(({ payload }) => payload.title);
    this.heard = [];
    return titles;
  }

  bind(boundServiceAccountNames: string[]): void {
    const { authRoles } = this.world.vault.state;
    authRoles['kubernetes/grade-api'] = {
      ...authRoles['kubernetes/grade-api'],
      boundServiceAccountNames,
    };
  }
}

const broke = ['1 new finding on 1 service'];
const mended = ['1 finding mended on 1 service'];

describe('what an owner hears over several collections', () => {
  it('is each trouble once and its end once', async () => {
    const setup = new Setup();
    expect(await setup.titles()).toEqual([]);

    setup.bind(['other']);
    expect(await setup.titles()).toEqual(broke);
    expect(await setup.titles()).toEqual([]);

    setup.bind(['grade-api']);
    expect(await setup.titles()).toEqual(mended);
    expect(await setup.titles()).toEqual([]);
  });

  it('is no end of a trouble that cannot be looked at', async () => {
    const setup = new Setup();
    setup.bind(['other']);
    expect(await setup.titles()).toEqual(broke);

    setup.world.vault.fail('authRole', 'unreachable');
    expect(await setup.titles()).toEqual([]);
    setup.world.vault.calls.recover();
    expect(await setup.titles()).toEqual([]);

    setup.bind(['grade-api']);
    expect(await setup.titles()).toEqual(mended);
  });

  it('is no end of a trouble whose service left, or whose claim nothing confirms', async () => {
    for (const entities of [
      [],
      [toFleetEntity(anEntity({}, 'group:default/strangers'))],
    ]) {
      const setup = new Setup();
      setup.bind(['other']);
      expect(await setup.titles()).toEqual(broke);

      setup.entities = entities;
      expect(await setup.titles()).toEqual([]);
    }
  });

  it('is nothing of an accepted trouble that goes and comes back', async () => {
    const setup = new Setup();
    setup.bind(['other']);
    expect(await setup.titles()).toEqual(broke);
    const [{ findingId, code }] = await setup.store.rows.findings();
    await setup.store.reviews.except({
      id: 'e1',
      rowId,
      findingId,
      code,
      reason: 'moving',
      by: 'user:default/eve',
      at: setup.clock().getTime(),
      until: setup.clock().getTime() + 86_400_000,
    });

    setup.bind(['grade-api']);
    expect(await setup.titles()).toEqual([]);
    setup.bind(['other']);
    expect(await setup.titles()).toEqual([]);
  });
});
