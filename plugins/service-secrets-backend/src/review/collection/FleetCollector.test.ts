import { mockServices } from '@backstage/backend-test-utils';
import { readServiceBinding } from 'backstage-plugin-service-secrets-common';

import { createServices } from '../../createServices';
import { inMemoryFleetStore } from '../../testSupport/InMemoryFleetStore';
import { anEntity, testConfig, World } from '../../testSupport/World';
import { FleetStore } from '../FleetStore';
import { DayKeeper } from './DayKeeper';
import { FleetCollector } from './FleetCollector';
import { FleetEntity, toFleetEntity } from './FleetEntity';
import { ServiceCollector } from './ServiceCollector';

const config = {
  everyMs: 600_000,
  leaseMs: 60_000,
  timeoutMs: 300_000,
  concurrency: 2,
  inventoryMs: 3_600_000,
  inventoryReads: 100,
  keepMs: 86_400_000,
};
const never = new AbortController().signal;

class Setup {
  readonly store: FleetStore = inMemoryFleetStore();
  entities: FleetEntity[] = [toFleetEntity(anEntity())];
  passedMs = 0;
  readonly clock = () => new Date(this.world.now.getTime() + this.passedMs);
  readonly logger = mockServices.logger.mock();
  private readonly reports;

  constructor(readonly world = new World()) {
    const { config: of, vaultService: vault, kubernetesService } = world;
    this.reports = createServices({
      config: { ...of, cache: { reportMs: 0, staleMs: 0 } },
      vault,
      kubernetes: kubernetesService,
      clock: this.clock,
    }).reports;
  }

  list = async (): Promise<FleetEntity[]> => this.entities;

  collector(services?: Pick<ServiceCollector, 'collect'>): FleetCollector {
    const { store, clock } = this;
    return new FleetCollector({
      store,
      clock,
      config,
      logger: this.logger,
      list: () => this.list(),
      services:
        services ??
        new ServiceCollector({ store, clock, reports: this.reports }),
      after: [new DayKeeper({ store, clock, keepMs: config.keepMs })],
    });
  }

  async collect(): Promise<void> {
    this.passedMs += config.everyMs;
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

describe('FleetCollector', () => {
  it('keeps the counts, roles and expiries of a healthy service', async () => {
    const setup = new Setup();
    await setup.collect();

    const row = await setup.row();
    expect(row).toMatchObject({
      id: 'component:default/grade-api#production',
      owner: 'group:default/grades',
      lifecycle: 'production',
      instance: 'vault',
      adoption: 'dynamic',
      delivery: ['agent-injector', 'cert-manager'],
      databaseRoles: 2,
      leases: 1,
      certificates: 1,
      stale: false,
    });
    expect(row.facts.expiries?.map(({ kind }) => kind).sort()).toEqual(
      expect.arrayContaining(['ca', 'certificate', 'rotation']),
    );
    expect(row.facts.login?.serviceAccounts).toEqual(['grade-api/grade-api']);
    expect(await setup.lastRun()).toMatchObject({
      state: 'done',
      services: 1,
      collected: 1,
      failed: 0,
    });
  });

  it('keeps the last good numbers, and says why, when Vault does not answer', async () => {
    const setup = new Setup();
    await setup.collect();
    const before = await setup.row();
    for (const method of ['databaseRole', 'leaseIds', 'policy'] as const) {
      setup.world.vault.fail(method, 'unreachable');
    }
    await setup.collect();

    const row = await setup.row();
    expect(row).toMatchObject({
      leases: before.leases,
      databaseRoles: before.databaseRoles,
      facts: { roles: before.facts.roles },
      stale: true,
      health: 'unknown',
    });
    expect(row.sources.find(({ source }) => source === 'leases')).toMatchObject(
      {
        state: 'stale',
        fetchedAt: new Date(before.collectedAt ?? 0).toISOString(),
      },
    );
  });

  it('leaves a finding open whose check could not be made, and closes it when it is gone', async () => {
    const setup = new Setup();
    setup.world.vault.state.authRoles['kubernetes/grade-api'] = {
      ...setup.world.vault.state.authRoles['kubernetes/grade-api'],
      boundServiceAccountNames: ['other'],
    };
    await setup.collect();
    const codes = async () =>
      (await setup.store.rows.findings()).map(({ code }) => code);
    expect(await codes()).toContain('serviceAccountNotBound');

    setup.world.vault.fail('authRole', 'unreachable');
    await setup.collect();
    expect(await codes()).toContain('serviceAccountNotBound');
    expect((await setup.row()).health).toBe('broken');

    setup.world.vault.calls.recover();
    setup.world.vault.state.authRoles['kubernetes/grade-api'] = {
      ...setup.world.vault.state.authRoles['kubernetes/grade-api'],
      boundServiceAccountNames: ['grade-api'],
    };
    await setup.collect();
    expect(await codes()).not.toContain('serviceAccountNotBound');
    expect((await setup.row()).health).toBe('healthy');
  });

  it('shows nothing of before when the claim is no longer confirmed', async () => {
    const setup = new Setup();
    await setup.collect();
    const entity = anEntity({}, 'group:default/strangers');
    setup.entities = [toFleetEntity(entity)];
    await setup.collect();

    expect(await setup.row()).toMatchObject({
      health: 'unknown',
      leases: undefined,
      facts: { roles: undefined },
      sentence: expect.stringContaining('Binding not allowed'),
    });
  });

  it('keeps findings and numbers when the back-reference that confirms the claim cannot be read', async () => {
    const world = new World();
    world.config = {
      ...testConfig,
      bindings: { rules: [], backReferences: true },
    };
    world.namespace.entityRef = 'component:default/grade-api';
    world.changeWorkload({ readyPods: 0, desiredPods: 0 });
    const { 'pki_int/grade-api-tls': _gone, ...left } =
      world.vault.state.pkiRoles;
    world.vault.state.pkiRoles = left;
    const setup = new Setup(world);
    await setup.collect();
    const before = await setup.row();
    const findings = await setup.store.rows.findings();
    expect(findings).not.toEqual([]);

    world.kubernetes.fail('namespaceEntityRef', 'unreachable');
    await setup.collect();

    expect(await setup.store.rows.findings()).toEqual(findings);
    expect(await setup.row()).toMatchObject({
      leases: before.leases,
      certificates: before.certificates,
      namespace: 'grade-api',
      adoption: before.adoption,
      delivery: before.delivery,
      facts: before.facts,
      fingerprint: before.fingerprint,
      collectedAt: before.collectedAt,
      stale: true,
    });
    expect(await setup.lastRun()).toMatchObject({ collected: 1, failed: 1 });

    world.kubernetes.calls.recover();
    await setup.collect();
    const since = setup.clock().getTime();
    expect(await setup.store.rows.findings({ since })).toEqual([]);
    expect((await setup.row()).stale).toBe(false);
  });

  it('makes a row of annotations that cannot be used', async () => {
    const setup = new Setup();
    const entity = anEntity({ 'service-secrets.io/namespace': 'NOT LEGAL' });
    expect(readServiceBinding(entity).kind).toBe('invalid');
    setup.entities = [toFleetEntity(entity)];
    await setup.collect();

    expect(await setup.row()).toMatchObject({
      environment: '',
      health: 'unknown',
      sentence: expect.stringContaining('service-secrets.io/namespace'),
    });
  });

  it('closes services that left the catalog, and none when the catalog does not answer', async () => {
    const setup = new Setup();
    await setup.collect();
    setup.list = async () => {
      throw new Error('catalog is down');
    };
    await setup.collect();
    expect(await setup.store.rows.rows()).toHaveLength(1);
    expect(await setup.lastRun()).toMatchObject({ state: 'failed' });

    setup.list = async () => [];
    await setup.collect();
    expect(await setup.store.rows.rows()).toEqual([]);
  });

  it('collects a period once, whoever asks first', async () => {
    const setup = new Setup();
    setup.passedMs = config.everyMs;
    const done = await Promise.all(
      [1, 2, 3].map(() => setup.collector().tick(never)),
    );

    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await setup.collector().tick(never)).toBe(false);
    expect(await setup.store.runs.runs(9)).toHaveLength(1);

    setup.passedMs += 1000;
    await setup.store.runs.request('user:default/eve');
    expect(await setup.collector().tick(never)).toBe(true);
    expect(await setup.lastRun()).toMatchObject({
      trigger: 'person',
      by: 'user:default/eve',
    });
  });

  it('collects again for who asks while a collection runs', async () => {
    const setup = new Setup();
    const asked = { runs: 0 };
    const services: Pick<ServiceCollector, 'collect'> = {
      collect: async () => {
        if (asked.runs === 0)
          await setup.store.runs.request('user:default/eve');
        asked.runs += 1;
        throw new Error('not of interest');
      },
    };
    setup.passedMs = config.everyMs;
    await setup.collector(services).tick(never);
    setup.passedMs += config.leaseMs;

    expect(await setup.collector(services).tick(never)).toBe(true);
    expect(await setup.lastRun()).toMatchObject({
      trigger: 'person',
      by: 'user:default/eve',
    });
    expect(await setup.collector(services).tick(never)).toBe(false);
  });

  it('keeps what the next run saw when one that was held up comes back, also in one process', async () => {
    const setup = new Setup();
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
    setup.passedMs = config.everyMs;
    const first = collector.tick(never);
    while (isHeld.length > 0) await new Promise(setImmediate);

    setup.passedMs += config.leaseMs + 1;
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
    const setup = new Setup();
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
    setup.passedMs = config.everyMs;
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

  it('keeps the counts of the day for the service and for the fleet', async () => {
    const setup = new Setup();
    await setup.collect();
    const { days } = setup.store.history;

    expect(await days('', '2000-01-01')).toEqual([
      expect.objectContaining({ services: 1, leases: 1, certificates: 1 }),
    ]);
    expect(
      await days('component:default/grade-api#production', '2000-01-01'),
    ).toHaveLength(1);
  });
});
