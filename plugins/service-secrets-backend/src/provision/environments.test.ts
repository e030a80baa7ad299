import { aProvisionRequest } from 'backstage-plugin-service-secrets-node/testUtils';

import { ProvisionWorld, testRails } from '../__testUtils__/ProvisionWorld';
import { anEntity } from '../testSupport/World';

const inStaging = aProvisionRequest({ environment: 'staging' });

/** Two environments whose objects lie in one Vault and one cluster. */
function aSharedWorld(): ProvisionWorld {
  const world = new ProvisionWorld();
  world.environments = ['production', 'staging'].map(name => ({
    ...{ name, instance: 'vault', cluster: 'cluster' },
  }));
  return world;
}

function contentsOf({ vault, cluster }: ProvisionWorld) {
  return structuredClone([
    [...vault.objects],
    [...vault.connections],
    [...cluster.objects],
  ]);
}

describe('a second environment on the same Vault', () => {
  it('is refused the names of the first with zero writes, and its plan says what to do', async () => {
    const world = aSharedWorld();
    await world.apply();
    const before = contentsOf(world);
    const { writes } = world.vault;

    await expect(world.apply(inStaging)).rejects.toThrow(
      /^Nothing was written\. policy svc-grade-api belongs to this service in environment production/,
    );

    expect(world.vault.writes).toBe(writes);
    expect(contentsOf(world)).toEqual(before);
    const { changes } = await world.service.plan({
      request: inStaging,
      credentials: world.credentials,
    });
    const policy = changes.find(({ kind }) => kind === 'policy');
    expect(policy).toMatchObject({
      action: 'conflict',
      reason: expect.stringContaining('namespace of its own'),
    });
  });

  it('keeps its objects beside those of the first in a namespace of its own', async () => {
    const world = aSharedWorld();
    await world.apply();
    const before = new Map(world.vault.objects);
    const apart = { ...inStaging, namespace: 'grade-staging' };
    const { certificate } = apart;

    const { runId } = await world.apply({
      ...apart,
      certificate: certificate && {
        ...certificate,
        dnsNames: ['grade-api.grade-staging.svc.cluster.local'],
      },
    });
    await world.undo(runId);

    expect(new Map(world.vault.objects)).toEqual(before);
  });

  it('waits its turn when both ask at once, so that one of them gets everything and the other nothing', async () => {
    const world = aSharedWorld();

    const results = await Promise.allSettled([
      world.apply(),
      world.apply(inStaging),
    ]);

    expect(results.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    const winner = results[0].status === 'fulfilled' ? undefined : inStaging;
    expect(await world.apply(winner)).toMatchObject({ writes: 0 });
  });

  it('is retired without a change to the first, though the catalog names the same namespace', async () => {
    const world = aSharedWorld();
    await world.apply();
    world.entities = [
      anEntity({ 'service-secrets.io/environments': 'production,staging' }),
    ];
    const before = contentsOf(world);

    const { removed, leftOvers } = await world.service.retire(
      {
        entityRef: 'component:default/grade-api',
        owner: 'group:default/grades',
        environment: 'staging',
      },
      { confirmed: true, removeManifests: true },
      world.credentials,
    );

    expect(removed).toEqual([]);
    expect(leftOvers.map(({ what }) => what)).toContain(
      'sys/policies/acl/svc-grade-api',
    );
    expect(contentsOf(world)).toEqual(before);
  });

  it('is refused to another group that did not provision the first, while the service is in no catalog', async () => {
    const world = aSharedWorld();
    await world.apply();
    world.ownershipEntityRefs = ['group:default/shop'];
    world.rails = {
      ...testRails,
      offers: [{ ...testRails.offers[0], owners: ['group:default/shop'] }],
    };

    await expect(
      world.apply({ ...inStaging, owner: 'group:default/shop' }),
    ).rejects.toThrow('was provisioned for another owner');
  });
});
