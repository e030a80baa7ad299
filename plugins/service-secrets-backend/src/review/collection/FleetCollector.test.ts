import { readServiceBinding } from 'backstage-plugin-service-secrets-common';

import { anEntity, testConfig, World } from '../../testSupport/World';
import { CollectorSetup, never } from '../__testUtils__/CollectorSetup';
import { toFleetEntity } from './FleetEntity';

describe('FleetCollector', () => {
  it('keeps the counts, roles and expiries of a healthy service', async () => {
    const setup = new CollectorSetup();
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
    const setup = new CollectorSetup();
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
    const setup = new CollectorSetup();
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
    const setup = new CollectorSetup();
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
    const setup = new CollectorSetup(world);
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
    const setup = new CollectorSetup();
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
    const setup = new CollectorSetup();
    await setup.collect();
    setup.list = async () => {
      throw new Error('catalog is down');
    };
    await setup.collect();
    expect(await setup.store.rows.rows()).toHaveLength(1);
    expect(await setup.lastRun()).toMatchObject({ state: 'failed' });

    setup.list = async () => [];
    await setup.collect();
    setup.passedMs += 1000;
    await setup.collector().tick(never);
    expect(await setup.store.rows.rows()).toEqual([]);
  });

  it('asks a catalog that lists nothing once more before it closes anything or waits a period', async () => {
    const setup = new CollectorSetup();
    await setup.collect();
    const { entities } = setup;
    setup.entities = [];
    await setup.collect();
    expect(await setup.lastRun()).toMatchObject({
      state: 'abandoned',
      reason: expect.stringContaining('listed no service'),
    });

    setup.entities = entities;
    setup.passedMs += 1000;
    expect(await setup.collector().tick(never)).toBe(true);
    expect(await setup.lastRun()).toMatchObject({ state: 'done', services: 1 });
    expect((await setup.row()).addedAt).toBeLessThan(setup.clock().getTime());
    expect(await setup.collector().tick(never)).toBe(false);

    setup.entities = [];
    await setup.collect();
    setup.passedMs += 1000;
    expect(await setup.collector().tick(never)).toBe(true);
    expect(await setup.lastRun()).toMatchObject({ state: 'done', services: 0 });
    expect(await setup.collector().tick(never)).toBe(false);
  });

  it('reads again what a database role says within the hour, at once when somebody asks, the service changed or is broken', async () => {
    const setup = new CollectorSetup();
    const { world } = setup;
    const reads = async (collect: () => Promise<unknown>) => {
      world.resetCalls();
      await collect();
      return world.vault.calls.count('databaseRole');
    };
    const collect = () => setup.collect();
    expect(await reads(collect)).toBe(1);
    expect(await reads(collect)).toBe(0);
    setup.passedMs += 3_600_000;
    expect(await reads(collect)).toBe(1);

    const asked = async () => {
      setup.passedMs += 1;
      await setup.ask();
      await setup.collector().tick(never);
    };
    expect(await reads(asked)).toBe(1);
    const [entity] = setup.entities;
    setup.entities = [{ ...entity, tag: 'another' }];
    expect(await reads(collect)).toBe(1);
    expect(await reads(collect)).toBe(0);

    world.vault.state.authRoles = {};
    await collect();
    expect((await setup.row()).health).toBe('broken');
    expect(await reads(collect)).toBe(1);
  });

  it('keeps the counts of the day for the service and for the fleet', async () => {
    const setup = new CollectorSetup();
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
