import { aProvisionRequest } from 'backstage-plugin-service-secrets-node/testUtils';

import { ProvisionWorld, testRails } from '../__testUtils__/ProvisionWorld';
import { anEntity } from '../testSupport/World';

const claim = {
  entityRef: 'component:default/grade-api',
  owner: 'group:default/grades',
  environment: 'production',
};
const NAMESPACE = 'service-secrets.io/namespace';
const lease = 'database/creds/svc-grade-api.read-write/abcdefgh12345678';

/** Made for the service; what stays of it. */
const theNamespace = {
  what: 'Namespace grade-api',
  reason: expect.stringContaining('kubectl delete namespace grade-api'),
};

/** Provisioned, with a pod that uses one lease; without a static role, whose user would stay. */
async function aServiceInUse(): Promise<ProvisionWorld> {
  const world = new ProvisionWorld();
  await world.apply(aProvisionRequest({ staticRole: undefined }));
  world.vault.leases.add(lease);
  world.cluster.pods.set('grade-api/grade-api', ['grade-api-1']);
  return world;
}

describe('retire', () => {
  it('shows the impact and writes nothing in a dry run', async () => {
    const world = await aServiceInUse();
    const { writes } = world.vault;

    const { impact, removed } = await world.service.retire(
      claim,
      { dryRun: true },
      world.credentials,
    );

    expect(impact).toMatchObject({
      leases: 1,
      pods: ['grade-api-1'],
      inUse: true,
    });
    expect(impact.objects).toContain('sys/policies/acl/svc-grade-api');
    expect(removed).toEqual([]);
    expect(world.vault.writes).toBe(writes);
  });

  it('refuses while something uses the service, and names it', async () => {
    const world = await aServiceInUse();
    const { writes } = world.vault;

    await expect(
      world.service.retire(claim, {}, world.credentials),
    ).rejects.toThrow(
      /^Nothing was removed\. .*1 pod and 1 lease.*grade-api-1/,
    );
    expect(world.vault.writes).toBe(writes);
  });

  it('refuses while the cluster cannot say whether pods use it, and goes on when that is confirmed', async () => {
    const world = new ProvisionWorld();
    await world.apply(aProvisionRequest({ staticRole: undefined }), {});
    world.cluster.fail('podsOf', 'denied');
    const { writes } = world.vault;

    await expect(
      world.service.retire(claim, {}, world.credentials),
    ).rejects.toThrow(
      /^Nothing was removed\..* whether pods still use them cannot be told: /,
    );
    expect(world.vault.writes).toBe(writes);
    const { impact } = await world.service.retire(
      claim,
      { dryRun: true },
      world.credentials,
    );
    expect(impact).toMatchObject({ inUse: true, pods: [] });
    expect(impact.podsUnknown).toBeDefined();

    const { leftOvers } = await world.service.retire(
      claim,
      { confirmed: true },
      world.credentials,
    );
    expect(leftOvers).toEqual([]);
    expect(world.remains).toEqual([]);
  });

  it('leaves nothing when it is confirmed, and freezes before it revokes', async () => {
    const world = await aServiceInUse();
    world.vault.calls.reset();

    const result = await world.service.retire(
      claim,
      { confirmed: true, removeManifests: true },
      world.credentials,
    );

    expect(result).toMatchObject({
      revokedLeases: 1,
      leftOvers: [theNamespace],
    });
    expect(world.remains).toEqual([]);
    expect(world.vault.leases.size).toBe(0);
    const order = world.vault.calls.log.map(
      ({ method, ref }) => `${method} ${ref}`,
    );
    expect(order.indexOf(`revokeLease ${lease}`)).toBeGreaterThan(
      order.indexOf('remove auth-role kubernetes/svc-grade-api'),
    );
    expect(order.indexOf(`revokeLease ${lease}`)).toBeGreaterThan(
      order.indexOf('setAllowedRoles database/grade-api-db'),
    );
  });

  it('reports a lease that cannot be revoked, and keeps what Vault needs to try again', async () => {
    const world = await aServiceInUse();
    world.vault.fail('revokeLease', 'bad-answer');

    const { leftOvers } = await world.service.retire(
      claim,
      { confirmed: true, removeManifests: true },
      world.credentials,
    );

    expect(leftOvers.map(({ what }) => what)).toEqual([
      'lease …12345678 of database/svc-grade-api.read-write',
      'database/roles/svc-grade-api.read-write',
      'sys/policies/acl/svc-grade-api',
      'Namespace grade-api',
    ]);
    expect(leftOvers[0].reason).toContain('user is possibly still there');

    world.vault.calls.recover();
    const again = await world.service.retire(
      claim,
      { confirmed: true, removeManifests: true },
      world.credentials,
    );
    expect(again.leftOvers).toEqual([theNamespace]);
    expect(world.remains).toEqual([]);
  });

  it('keeps a place that holds secrets and objects that are somebody else’s by now', async () => {
    const world = await aServiceInUse();
    const place = 'kv-placeholder secret/services/grade-api/grade-api';
    world.vault.objects.set(place, {
      kind: 'kv-placeholder',
      fields: {
        'custom_metadata.service-secrets.io/owner': `${claim.entityRef} in production`,
        current_version: 2,
      },
    });
    world.vault.objects.set('policy issuer-grade-api', {
      kind: 'policy',
      text: '# service-secrets.io/owner: component:default/other in production\n',
    });

    const { leftOvers } = await world.service.retire(
      claim,
      { confirmed: true, removeManifests: true },
      world.credentials,
    );

    expect(leftOvers.map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'secret/metadata/services/grade-api/grade-api',
        'sys/policies/acl/issuer-grade-api',
      ]),
    );
    expect(world.vault.objects.has('policy issuer-grade-api')).toBe(true);
    expect(world.vault.objects.has(place)).toBe(true);
  });

  it('says that the user of a static role stays', async () => {
    const world = new ProvisionWorld();
    await world.apply();

    const { leftOvers } = await world.service.retire(
      claim,
      { removeManifests: true },
      world.credentials,
    );

    expect(leftOvers.map(({ what }) => what)).toEqual([
      'database user reporting',
      'Namespace grade-api',
    ]);
  });

  it('answers that nothing is known of a service nobody provisioned', async () => {
    const world = new ProvisionWorld();

    await expect(
      world.service.retire(claim, {}, world.credentials),
    ).rejects.toThrow('Nothing is known of component:default/grade-api');
  });
});

describe('a namespace that was made for a service', () => {
  const theirs = 'v1 ServiceAccount grade-api/theirs';

  /** Somebody moved in. */
  async function aSharedNamespace() {
    const world = new ProvisionWorld();
    const { runId } = await world.apply();
    world.cluster.objects.set(theirs, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'theirs', namespace: 'grade-api' },
    });
    return { world, runId };
  }

  it('stays with what others put into it when the run is undone, and is no reason to try again', async () => {
    const { world, runId } = await aSharedNamespace();

    const { leftOvers } = await world.undo(runId);

    expect(leftOvers).toEqual([theNamespace]);
    expect([...world.cluster.objects.keys()]).toEqual([
      'v1 Namespace grade-api',
      theirs,
    ]);
    expect((await world.ledger.run(runId))?.state).toBe('undone');
  });

  it('stays when the service is retired, which says so before', async () => {
    const { world } = await aSharedNamespace();

    const { impact, leftOvers } = await world.service.retire(
      claim,
      { removeManifests: true },
      world.credentials,
    );

    expect(impact.sentence).toContain('Namespace grade-api stays');
    expect(impact.objects).not.toContain('Namespace grade-api');
    expect(leftOvers).toContainEqual(theNamespace);
    expect(world.cluster.objects.has(theirs)).toBe(true);
  });
});

describe('a retirement of what only an annotation names', () => {
  const dryRun = (world: ProvisionWorld) =>
    world.service.retire(claim, { dryRun: true }, world.credentials);

  it.each([
    ['another team’s', 'payments'],
    ['a reserved', 'vault'],
    ['a reserved one that an offer covers', 'grade-system'],
  ])(
    'asks neither Vault nor the cluster anything of %s namespace',
    async (_whose, namespace) => {
      const world = new ProvisionWorld();
      world.rails = {
        ...testRails,
        reservedNamespaces: [...testRails.reservedNamespaces, 'grade-system'],
      };
      world.entities = [anEntity({ [NAMESPACE]: namespace })];
      world.cluster.pods.set(`${namespace}/grade-api`, ['payroll-1']);

      await expect(dryRun(world)).rejects.toThrow('Nothing is known');

      const asked = [...world.vault.calls.log, ...world.cluster.calls.log];
      expect(asked.filter(({ method }) => method !== 'close')).toEqual([]);
    },
  );

  it('looks at a namespace of an offer, and at one that a rule confirms', async () => {
    for (const namespace of ['grade-other', 'grade-api']) {
      const world = new ProvisionWorld();
      world.entities = [anEntity({ [NAMESPACE]: namespace })];
      // Without the offer the rule of the binding has to confirm it.
      if (namespace === 'grade-api') {
        world.rails = { ...testRails, offers: [] };
      }
      world.cluster.pods.set(`${namespace}/grade-api`, ['grade-api-1']);

      expect((await dryRun(world)).impact.pods).toEqual(['grade-api-1']);
    }
  });

  it('goes by the ledger too, whatever the annotation says now', async () => {
    const world = await aServiceInUse();
    world.entities = [anEntity({ [NAMESPACE]: 'payments' })];
    world.cluster.pods.set('payments/grade-api', ['payroll-1']);

    expect((await dryRun(world)).impact.pods).toEqual(['grade-api-1']);
  });
});

describe('undo', () => {
  it('leaves what somebody changed since, with the policy that says whose it is', async () => {
    const world = new ProvisionWorld();
    const { runId } = await world.apply();
    const key = 'auth-role kubernetes/svc-grade-api';
    world.vault.objects.set(key, {
      kind: 'auth-role',
      fields: { token_policies: ['root'] },
    });

    const { leftOvers } = await world.undo(runId);

    expect(leftOvers).toContainEqual({
      what: 'auth/kubernetes/role/svc-grade-api',
      reason: 'Somebody changed it since',
    });
    expect(world.vault.objects.has('policy svc-grade-api')).toBe(true);
  });

  it('restores what a later run changed, field by field', async () => {
    const world = new ProvisionWorld();
    const { database } = aProvisionRequest();
    await world.apply();
    const before = structuredClone([...world.vault.objects]);
    const { runId } = await world.apply(
      aProvisionRequest({
        database: database && { ...database, defaultTtlSeconds: 1800 },
      }),
      {},
    );

    const { leftOvers } = await world.undo(runId);

    expect(leftOvers).toEqual([]);
    expect([...world.vault.objects]).toEqual(before);
  });

  it('counts what was in the cluster before a run as no reason to try again', async () => {
    const world = new ProvisionWorld();
    const first = await world.apply(
      aProvisionRequest({ certificate: undefined, staticRole: undefined }),
    );
    const second = await world.apply(
      aProvisionRequest({ database: undefined, staticRole: undefined }),
    );

    const { leftOvers } = await world.undo(second.runId);

    expect(leftOvers.map(({ reason }) => reason)).toEqual(
      leftOvers.map(() => expect.stringMatching(/^It was there before/)),
    );
    await expect(world.undo(first.runId)).resolves.toMatchObject({
      leftOvers: [theNamespace],
    });
    expect(world.remains).toEqual([]);
  });

  it.each([
    ['only Vault', {}],
    ['the cluster too', { applyManifests: true }],
  ])(
    'is not held up by a run that found everything done, which gets no id: %s',
    async (_what, wishes) => {
      const world = new ProvisionWorld();
      const { runId } = await world.apply();

      const idle = await world.apply(aProvisionRequest(), {
        ...{ ...wishes, only: ['policy'] },
      });

      expect(idle).toMatchObject({ writes: 0, runId: '' });
      expect(await world.apply()).toMatchObject({ writes: 0, runId });
      await world.undo(runId);
      expect(world.remains).toEqual([]);
    },
  );

  it('answers the same for a run that is not there and one of another team', async () => {
    const world = new ProvisionWorld();
    const { runId } = await world.apply();
    world.ownershipEntityRefs = ['group:default/shop'];

    await expect(world.undo(runId)).rejects.toThrow(`There is no run ${runId}`);
    await expect(world.undo('x')).rejects.toThrow('There is no run x');
  });
});
