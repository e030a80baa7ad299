import { mockServices } from '@backstage/backend-test-utils';

import { createServices } from '../../createServices';
import { inMemoryFleetStore } from '../../testSupport/InMemoryFleetStore';
import { anEntity, World } from '../../testSupport/World';
import { FleetStore } from '../FleetStore';
import { DayKeeper } from '../collection/DayKeeper';
import { FleetCollector } from '../collection/FleetCollector';
import { FleetEntity, toFleetEntity } from '../collection/FleetEntity';
import { FleetReads } from '../collection/FleetReads';
import { ServiceCollector } from '../collection/ServiceCollector';
import { shareClusterReads } from '../collection/shareClusterReads';
import { shareReads } from '../collection/shareReads';

/** How the tests collect. */
export const collection = {
  everyMs: 600_000,
  leaseMs: 60_000,
  timeoutMs: 300_000,
  concurrency: 2,
  inventoryMs: 3_600_000,
  inventoryReads: 100,
  keepMs: 86_400_000,
};
/** Nobody stops it. */
export const never = new AbortController().signal;
/** Who asks. */
export const eve = 'user:default/eve';

/** A collection of what stands in memory, at a time the test decides. */
export class CollectorSetup {
  readonly store: FleetStore = inMemoryFleetStore();
  entities: FleetEntity[] = [toFleetEntity(anEntity())];
  passedMs = 0;
  readonly clock = () => new Date(this.world.now.getTime() + this.passedMs);
  readonly logger = mockServices.logger.mock();
  private readonly reads: FleetReads;
  private readonly reports;

  constructor(readonly world = new World()) {
    const { config: of, vaultService, kubernetesService } = world;
    const { clock, logger } = this;
    const shared = { maxAgeMs: 60_000, clock };
    this.reads = new FleetReads(
      shareReads(vaultService, { ...shared, rolesMs: collection.inventoryMs }),
      shareClusterReads(kubernetesService, {
        ...shared,
        kindsMs: collection.inventoryMs,
        logger,
      }),
    );
    this.reports = createServices({
      ...this.reads,
      config: { ...of, cache: { reportMs: 0, staleMs: 0 } },
      clock,
    }).reports;
  }

  list = async (): Promise<FleetEntity[]> => this.entities;

  /** Services whose rows say that their annotations cannot be used: nobody is asked for them. */
  haveServices(...names: readonly string[]): void {
    const [entity] = this.entities;
    const problems = [{ annotation: 'x', reason: 'y' }];
    this.entities = names.map(name => ({
      ...entity,
      entityRef: `component:default/${name}`,
      binding: { kind: 'invalid', problems },
    }));
  }

  /** Collects as ever; what is told of each service happens while it is read. */
  watched(
    look: (name: string) => Promise<void>,
  ): Pick<ServiceCollector, 'collect'> {
    const { store, reports } = this;
    return {
      collect: async (entity, known) => {
        const begun = this.clock();
        await look(entity.entityRef.replace('component:default/', ''));
        const clock = () => begun;
        return new ServiceCollector({ store, clock, reports }).collect(
          entity,
          known,
        );
      },
    };
  }

  async ask(): Promise<void> {
    await this.store.runs.request({ by: eve, at: this.clock().getTime() });
  }

  collector(
    services?: Pick<ServiceCollector, 'collect'>,
    change: Partial<typeof collection> = {},
  ): FleetCollector {
    const { store, clock, reads } = this;
    return new FleetCollector({
      store,
      clock,
      reads,
      config: { ...collection, ...change },
      logger: this.logger,
      list: () => this.list(),
      services:
        services ??
        new ServiceCollector({ store, clock, reports: this.reports }),
      after: [new DayKeeper({ store, clock, keepMs: collection.keepMs })],
    });
  }

  async collect(): Promise<void> {
    this.passedMs += collection.everyMs;
    await this.collector().tick(never);
  }

  async row() {
    const rows = await this.store.rows.rows();
    return rows[0];
  }

  async lastRun() {
    const runs = await this.store.runs.runs(1);
    return runs[0];
  }
}
