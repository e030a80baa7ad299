import { aPolicy } from 'backstage-plugin-service-secrets-node/testUtils';

import { inSeconds, World } from '../testSupport/World';

async function wiringOf(world: World) {
  const { environments } = await world.report();
  return environments[0].wiring;
}

describe('drawWiring', () => {
  it('calls every station by the name people use, with what they ask about it', async () => {
    const [chain] = await wiringOf(new World());

    expect(
      chain.nodes.map(({ label, name, facts }) => [label, name, ...facts]),
    ).toEqual([
      ['Deployment', 'grade-api', '1 pod', 'agent injector', '1 lease per pod'],
      [undefined, 'grade-api', 'namespace grade-api'],
      [undefined, 'grade-api', 'binds grade-api', 'token 1 h'],
      [undefined, 'grade-api', 'grants read'],
      [undefined, 'grade-api-role', '1 h, at most 24 h'],
      [undefined, 'postgres', 'PostgreSQL'],
    ]);
  });

  it('starts a certificate at itself, because the row above shows its pod', async () => {
    const chain = (await wiringOf(new World()))[2];

    expect(chain.nodes.map(({ kind, name }) => [kind, name])).toEqual([
      ['certificate', 'grade-api-tls'],
      ['issuer', 'vault'],
      ['pki-role', 'grade-api-tls'],
      ['ca', 'intermediate'],
    ]);
    expect(chain.links).toEqual(['ok', 'ok', 'ok']);
    expect(chain.nodes.map(({ moment }) => moment?.text)).toEqual([
      'renews',
      undefined,
      undefined,
      'issuance cliff',
    ]);
    expect(chain.nodes[1].facts).toEqual(['ready']);
  });

  it('starts a certificate at its pod when no other chain shows that', async () => {
    const world = new World();
    const [workload] = world.namespace.workloads;
    world.namespace.workloads = [
      { ...workload, mountedSecrets: [] },
      { ...workload, name: 'web', injectorAnnotations: {} },
    ];
    world.entity.metadata.annotations = {
      ...world.entity.metadata.annotations,
      'service-secrets.io/workloads': 'grade-api, web',
    };

    const chain = (await wiringOf(world))[2];

    expect(chain.nodes[0]).toMatchObject({ kind: 'workload', name: 'web' });
  });

  it('names the rule that grants the path when it is a wider one', async () => {
    const world = new World();
    world.vault.state.policies['grade-api'] = aPolicy({
      rules: [
        {
          path: 'database/creds/grade-*',
          capabilities: ['read'],
          limitsParameters: false,
        },
      ],
    });

    const [chain] = await wiringOf(world);

    expect(chain.nodes[3].facts).toEqual([
      'grants read by database/creds/grade-*',
    ]);
  });

  it('keeps the mount in the name where it is not the usual one', async () => {
    const world = new World();
    const { vaultService } = world;
    const instance = vaultService.instance('vault');
    jest.spyOn(vaultService, 'instance').mockReturnValue(
      instance && {
        ...instance,
        mounts: { ...instance.mounts, pki: 'pki_root' },
      },
    );

    const chain = (await wiringOf(world))[2];

    expect(chain.nodes[2].name).toBe('pki_int/grade-api-tls');
  });

  it('marks as last known what is drawn from an older answer, and only that', async () => {
    const world = new World();
    await world.report();
    world.vault.fail('databaseRole', 'unreachable');
    world.now = inSeconds(60);

    const [chain] = await wiringOf(world);

    expect(chain.nodes.map(({ stale }) => stale ?? false)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it('shows an unread database role as unknown', async () => {
    const world = new World();
    world.vault.fail('databaseRole', 'denied');

    const [chain] = await wiringOf(world);

    expect(chain.nodes[4]).toMatchObject({
      name: 'grade-api-role',
      state: 'unknown',
    });
  });
});
