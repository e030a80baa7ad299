import {
  aLease,
  aVaultAuth,
  aVaultDynamicSecret,
} from 'backstage-plugin-service-secrets-node/testUtils';

import { codesOf } from '../testSupport/CheckCase';
import { changeDelivery, deliverBy } from '../testSupport/deliverBy';
import { inSeconds, World } from '../testSupport/World';

const ways = ['vso', 'eso', 'csi'] as const;

async function environmentOf(world: World) {
  const [environment] = (await world.report()).environments;
  return environment;
}

describe('a service whose credentials an operator delivers', () => {
  it.each(ways)('is in order by %s, every link drawn as ok', async way => {
    const world = new World();
    deliverBy(world, way);

    const { wiring, status } = await environmentOf(world);

    expect(await codesOf(world)).toEqual([]);
    expect(await world.unknown()).toEqual([]);
    expect(status.health).toBe('healthy');
    expect(wiring[0].nodes.map(({ kind }) => kind)).toEqual([
      'workload',
      'delivery',
      'service-account',
      'auth-role',
      'policy',
      'database-role',
      'connection',
    ]);
    expect(new Set(wiring.flatMap(({ links }) => links))).toEqual(
      new Set(['ok']),
    );
  });

  it.each([
    [
      'vso',
      [
        'VaultDynamicSecret',
        'grade-api-db',
        'Vault Secrets Operator',
        '1 lease',
      ],
    ],
    [
      'eso',
      [
        'ExternalSecret',
        'grade-api-db',
        'External Secrets',
        'new login every 30 min',
      ],
    ],
    [
      'csi',
      [
        'SecretProviderClass',
        'grade-api-vault',
        'Secrets Store CSI',
        '1 lease per pod',
      ],
    ],
  ] as const)('shows what delivers by %s in words', async (way, words) => {
    const world = new World();
    deliverBy(world, way);

    const [{ nodes }] = (await environmentOf(world)).wiring;

    const { label, name, facts } = nodes[1];
    expect([label, name, ...facts]).toEqual(words);
  });

  it.each([
    ['vso', 1, 'one that the operator renews for all pods'],
    ['eso', 2, 'as many as live side by side'],
    ['csi', 3, 'one for each pod'],
  ] as const)('expects by %s %d leases: %s', async (way, expected, _why) => {
    const world = new World();
    deliverBy(world, way);
    world.changeWorkload({ desiredPods: 3 });

    expect((await environmentOf(world)).leases?.expected).toBe(expected);
  });

  it('knows which lease the operator holds, and calls it no orphan when the pods are younger', async () => {
    const world = new World();
    deliverBy(world, 'vso');
    world.namespace.pods = world.namespace.pods.map(pod => ({
      ...pod,
      startedAt: inSeconds(-60),
    }));

    const [{ view }] = (await world.read()).environments;

    if (view.leases === 'unreadable') throw new Error('leases were not read');
    expect(view.leases[0].leases[0]).toMatchObject({
      pod: 'VaultDynamicSecret/grade-api-db',
      certainty: 'known',
      state: 'active',
    });
  });

  it('lets no lease id out with what the operator reported', async () => {
    const world = new World();
    deliverBy(world, 'vso');
    changeDelivery(world, 'VaultDynamicSecret', {
      status: {
        touched: true,
        conditions: [{ type: 'Ready', status: 'False' }],
        lease: { id: aLease().id, endsAt: inSeconds(-60) },
      },
    });

    expect(JSON.stringify(await world.report())).not.toContain(
      aLease().id.slice(-20),
    );
  });

  it('leaves out what is of other services in the namespace', async () => {
    const world = new World();
    deliverBy(world, 'vso');
    world.namespace.deliveries?.push(
      aVaultDynamicSecret({
        name: 'web-db',
        paths: ['database/creds/web'],
        secrets: ['web-db'],
        needs: [{ kind: 'VaultAuth', name: 'gone' }],
      }),
    );

    expect(await codesOf(world)).toEqual([]);
  });

  it('says nothing of a VaultAuth of another namespace, and shows its account as unknown', async () => {
    const world = new World();
    deliverBy(world, 'vso');
    world.namespace.deliveries = [
      aVaultDynamicSecret({
        needs: [{ kind: 'VaultAuth', name: 'shared', namespace: 'platform' }],
      }),
      aVaultAuth({ name: 'shared' }),
    ];

    const { wiring, findings } = await environmentOf(world);

    expect(findings.map(({ code }) => code)).not.toContain(
      'deliveryReferenceMissing',
    );
    expect(wiring[0].nodes[2]).toMatchObject({
      kind: 'service-account',
      state: 'unknown',
    });
  });

  it('reads on when one operator may not be read, and names the rule', async () => {
    const world = new World();
    world.kubernetes.fail('deliveryResources', 'denied');

    const { sources, wiring } = await environmentOf(world);

    expect(sources.find(({ name }) => name === 'deliveries')).toMatchObject({
      state: 'failed',
      failure: {
        code: 'denied',
        missingRule: expect.stringMatching(
          /secrets\.hashicorp\.com[^]*external-secrets\.io[^]*secrets-store/,
        ),
      },
    });
    expect(wiring[0].links).toEqual(Array(5).fill('ok'));
  });

  it('shows the older answer while the cluster is away', async () => {
    const world = new World();
    deliverBy(world, 'vso');
    await world.report();
    world.kubernetes.fail('deliveryResources', 'unreachable');
    world.now = inSeconds(60);

    const { sources, wiring } = await environmentOf(world);

    expect(sources.find(({ name }) => name === 'deliveries')?.state).toBe(
      'stale',
    );
    expect(wiring[0].nodes[1]).toMatchObject({ kind: 'delivery', stale: true });
  });
});
