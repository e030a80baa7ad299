import { aLease } from 'backstage-plugin-service-secrets-node/testUtils';

import { anEntity, testConfig, World } from '../testSupport/World';

/** Leases as Vault shows them right now: the lease reader keeps what cannot have changed by the machine's clock. */
function freshLease(id: number) {
  return aLease({
    id: `database/creds/grade-api-role/lease${id}`,
    issuedAt: new Date(),
    readAt: new Date(),
    expiresInSeconds: 3000,
  });
}

function aFreshWorld(leases: number): World {
  const world = new World();
  world.now = new Date();
  world.vault.state.leases = Array.from({ length: leases }, (_, index) =>
    freshLease(index),
  );
  return world;
}

function later(world: World, seconds: number): void {
  world.now = new Date(world.now.getTime() + seconds * 1000);
}

describe('CachedReportService', () => {
  it('asks nobody while an answer is young', async () => {
    const world = aFreshWorld(20);
    await world.read();
    world.resetCalls();
    later(world, 14);

    await world.read();

    expect(world.calls).toBe(0);
  });

  it('asks again when the answer is old', async () => {
    const world = aFreshWorld(20);
    await world.read();
    world.resetCalls();
    later(world, 15);

    await world.read();

    expect(world.calls).toBeGreaterThan(0);
  });

  it('lists once and looks up only what is new when the set of leases changed', async () => {
    const world = aFreshWorld(20);
    await world.read();
    world.resetCalls();
    later(world, 15);
    const [, ...rest] = world.vault.state.leases;
    world.vault.state.leases = [...rest, freshLease(100), freshLease(101)];

    const { environments } = await world.report();

    expect(world.vault.calls.count('leaseIds')).toBe(1);
    expect(world.vault.calls.count('lease')).toBe(2);
    expect(environments[0].leases?.total).toBe(21);
  });

  it('serves fifty viewers with the calls of one', async () => {
    const world = aFreshWorld(20);
    await world.read();
    const one = world.calls;
    const crowd = aFreshWorld(20);

    await Promise.all(Array.from({ length: 50 }, () => crowd.read()));

    expect(crowd.calls).toBeLessThanOrEqual(one * 1.2);
  });

  it('does not answer a changed annotation with what the old one meant', async () => {
    const world = aFreshWorld(1);
    await world.read();
    world.entity = anEntity({ 'service-secrets.io/database-roles': 'other' });

    const { denied } = await world.report();

    expect(denied).toHaveLength(1);
  });

  it('does not keep a failure to read: the next caller asks again', async () => {
    const world = new World();
    world.config = {
      ...testConfig,
      cache: { ...testConfig.cache, reportMs: 0 },
    };
    world.vault.fail('policy', 'unreachable');
    const before = await world.report();
    world.vault.calls.recover();

    const after = await world.report();

    expect(before.status.health).toBe('unknown');
    expect(after.status.health).toBe('healthy');
  });
});
