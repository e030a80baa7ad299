import {
  aProvisionRequest,
  InMemoryProvisioner,
} from 'backstage-plugin-service-secrets-node/testUtils';

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

    await expect(world.apply(inStaging, {})).rejects.toThrow(
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

/** Two environments with a Vault each, and one cluster. */
function aSharedCluster() {
  const world = new ProvisionWorld();
  const other = new InMemoryProvisioner();
  other.connections.set('database/grade-api-db', ['analytics-role']);
  world.otherVaults.set('vault-staging', other);
  world.environments = [
    { name: 'production', instance: 'vault', cluster: 'cluster' },
    { name: 'staging', instance: 'vault-staging', cluster: 'cluster' },
  ];
  return { world, other };
}

describe('a second environment with a Vault of its own and the namespace of the first', () => {
  const refusal =
    /^Nothing was written\. ServiceAccount grade-api\/grade-api, .* exists for this service in environment production/;

  it('is refused with zero writes, and its plan says what to do', async () => {
    const { world, other } = aSharedCluster();
    await world.apply();
    const before = structuredClone([...world.cluster.objects]);

    await expect(world.apply(inStaging)).rejects.toThrow(refusal);

    expect(other.writes).toBe(0);
    expect([...world.cluster.objects]).toEqual(before);
    const { notes } = await world.service.plan({
      request: inStaging,
      credentials: world.credentials,
    });
    expect(notes.join(' ')).toContain(
      'give staging a Kubernetes namespace of its own',
    );
  });

  it('waits its turn when both ask at once, and then is refused with zero writes', async () => {
    const { world, other } = aSharedCluster();

    const results = await Promise.allSettled([
      world.apply(),
      world.apply(inStaging),
    ]);

    const statuses = results.map(({ status }) => status);
    expect([...statuses].sort()).toEqual(['fulfilled', 'rejected']);
    const loser = statuses[0] === 'rejected' ? world.vault : other;
    expect(loser.writes).toBe(0);
  });

  it('is retired and undone without a change to the manifests of the first', async () => {
    const { world } = aSharedCluster();
    const { runId } = await world.apply(inStaging, { applyManifests: true });
    const mine = 'v1 ServiceAccount grade-api/grade-api';
    const made = world.cluster.objects.get(mine);
    if (!made) throw new Error('The run made it.');
    const { metadata } = made;
    // As if production had put its own there.
    world.cluster.objects.set(mine, {
      ...made,
      metadata: {
        ...metadata,
        annotations: {
          ...metadata.annotations,
          'service-secrets.io/environment': 'production',
        },
      },
    });

    const { leftOvers } = await world.undo(runId);

    expect(leftOvers.map(({ what }) => what)).toContain(
      'ServiceAccount grade-api/grade-api',
    );
    expect(world.cluster.objects.has(mine)).toBe(true);
  });

  it('takes over what names the service and no environment, as earlier versions made it', async () => {
    const { world } = aSharedCluster();
    await world.apply();
    for (const [key, object] of world.cluster.objects) {
      const { metadata } = object;
      const annotations = {
        'service-secrets.io/entity-ref': 'component:default/grade-api',
      };
      world.cluster.objects.set(key, {
        ...object,
        metadata: { ...metadata, annotations },
      });
    }

    expect((await world.apply()).writes).toBeGreaterThan(0);
    await expect(world.apply(inStaging)).rejects.toThrow(refusal);
  });
});

describe('an object that takes the place of the one a retirement saw', () => {
  it('is not removed', async () => {
    const world = new ProvisionWorld();
    const { runId } = await world.apply();
    const key = 'v1 ServiceAccount grade-api/grade-api';
    world.cluster.calls.onCall = (method, ref, phase) => {
      if (method !== 'remove' || ref !== key || phase !== 'before') return;
      world.cluster.objects.set(key, {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'grade-api', namespace: 'grade-api' },
      });
    };

    await expect(world.undo(runId)).rejects.toThrow('replaced meanwhile');

    expect(world.cluster.objects.has(key)).toBe(true);
  });
});
