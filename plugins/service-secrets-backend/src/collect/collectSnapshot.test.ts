import { SourceStatus } from 'backstage-plugin-service-secrets-common';

import { testConfig, World } from '../testSupport/World';

async function sourcesOf(world: World): Promise<Map<string, SourceStatus>> {
  const { environments } = await world.report();
  return new Map(environments[0].sources.map(row => [row.name, row]));
}

function later(world: World, seconds: number): void {
  world.now = new Date(world.now.getTime() + seconds * 1000);
}

describe('collectSnapshot', () => {
  it('says of every source where it comes from and when it was read', async () => {
    const world = new World();

    const sources = await sourcesOf(world);

    expect(sources.get('leases')).toEqual({
      name: 'leases',
      system: 'vault',
      target: 'vault',
      state: 'ok',
      fetchedAt: world.now.toISOString(),
      failure: undefined,
    });
    expect(sources.get('workloads')?.target).toBe('cluster');
    expect([...sources.values()].map(({ state }) => state)).toEqual(
      Array(10).fill('ok'),
    );
  });

  it('keeps the other answers when one source fails, and hands on the missing rule', async () => {
    const world = new World();
    world.vault.fail('policy', 'denied');

    const sources = await sourcesOf(world);

    expect(sources.get('policies')?.state).toBe('failed');
    expect(sources.get('policies')?.failure?.missingRule).toContain(
      'sys/policies/acl/',
    );
    expect(sources.get('databaseRoles')?.state).toBe('ok');
  });

  it('fails what depends on a failed source in the same way, and asks nothing for it', async () => {
    const world = new World();
    world.kubernetes.fail('workloads', 'unreachable');

    const sources = await sourcesOf(world);

    expect(sources.get('serviceAccount')?.failure?.code).toBe('unreachable');
    expect(sources.get('certificates')?.failure?.code).toBe('unreachable');
    expect(world.kubernetes.calls.count('serviceAccountExists')).toBe(0);
  });

  it('shows the older answer, with its time, while an upstream is away', async () => {
    const world = new World();
    await world.report();
    const readAt = world.now.toISOString();
    world.vault.fail('databaseRole', 'unreachable');
    later(world, 60);

    const { environments, status } = await world.report();

    const source = environments[0].sources.find(
      ({ name }) => name === 'databaseRoles',
    );
    expect(source).toMatchObject({ state: 'stale', fetchedAt: readAt });
    expect(environments[0].databaseRoles).toHaveLength(2);
    expect(status.health).toBe('unknown');
  });

  it('shows nothing of it any more when the older answer is too old', async () => {
    const world = new World();
    await world.report();
    world.vault.fail('databaseRole', 'unreachable');
    later(world, 301);

    const { environments } = await world.report();

    expect(environments[0].databaseRoles).toBeUndefined();
  });

  it('shows no older answer to a reader who is refused now', async () => {
    const world = new World();
    await world.report();
    world.vault.fail('databaseRole', 'denied');
    later(world, 60);

    const { environments } = await world.report();

    expect(environments[0].databaseRoles).toBeUndefined();
  });

  it('claims nothing of leases that may have ended since an older answer', async () => {
    const world = new World();
    await world.report();
    world.vault.fail('leaseIds', 'unreachable');
    later(world, 290);
    world.vault.state.leases = [];

    const unknown = await world.unknown();

    expect(unknown).toContain('leasesMissing');
    expect(unknown).toContain('leaseExpiredButListed');
  });

  it('is whole again when the upstream is back', async () => {
    const world = new World();
    world.vault.fail('databaseRole', 'unreachable');
    await world.report();
    world.vault.calls.recover();
    later(world, 60);

    expect((await world.report()).status.health).toBe('healthy');
  });

  it('gives up on a source that does not answer within the deadline', async () => {
    const world = new World();
    world.config = { ...testConfig, deadlineMs: 30 };
    jest
      .spyOn(world.kubernetes, 'warnings')
      .mockImplementation(() => new Promise(() => {}));

    const sources = await sourcesOf(world);

    expect(sources.get('events')?.failure?.code).toBe('timeout');
    expect(sources.get('authRole')?.state).toBe('ok');
  });

  it('keeps the leases when only the irrevocable ones may not be listed', async () => {
    const world = new World();
    world.vault.fail('irrevocableLeases', 'denied');

    const { environments } = await world.report();

    expect(environments[0].leases?.total).toBe(1);
    expect(
      environments[0].sources.find(({ name }) => name === 'leases'),
    ).toMatchObject({ state: 'failed', failure: { code: 'denied' } });
  });

  it('says that an instance or a cluster is not configured', async () => {
    const world = new World();
    world.config = {
      ...testConfig,
      environments: [{ name: 'production', instance: 'x', cluster: 'y' }],
    };

    const { environments } = await world.report();

    expect(
      new Set(environments[0].sources.map(({ failure }) => failure?.message)),
    ).toEqual(
      new Set([
        'x: the operator configured no Vault instance of that name',
        'y: the operator configured no cluster of that name',
      ]),
    );
  });
});
