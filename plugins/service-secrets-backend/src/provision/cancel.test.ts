import { aProvisionRequest } from 'backstage-plugin-service-secrets-node/testUtils';

import { ProvisionWorld } from '../__testUtils__/ProvisionWorld';

const service = {
  entityRef: 'component:default/grade-api',
  owner: 'group:default/grades',
  environment: 'production',
};

/** Its caller goes away during the n-th change of Vault. */
function aCallerWhoLeaves(world: ProvisionWorld, at: number): AbortSignal {
  const leaving = new AbortController();
  let changes = 0;
  world.vault.calls.onCall = (method, _ref, phase) => {
    const isChange = ['write', 'remove', 'revokeLease'].includes(method);
    if (phase !== 'after' || !isChange) return;
    changes += 1;
    if (changes === at) leaving.abort();
  };
  return leaving.signal;
}

describe('a caller who cancels', () => {
  it('stops an apply before its next write, and the same request finishes it', async () => {
    const world = new ProvisionWorld();
    const signal = aCallerWhoLeaves(world, 2);

    await expect(
      world.apply(aProvisionRequest(), { applyManifests: true, signal }),
    ).rejects.toThrow(/^Run [0-9a-f-]{36} stopped: It was cancelled/);

    expect(world.vault.writes).toBe(2);
    expect(world.cluster.calls.count('apply')).toBe(0);
    const [run] = await world.ledger.runsOf(service);
    expect(run.state).toBe('failed');
    expect((await world.apply()).runId).toBe(run.id);
  });

  it('writes nothing when it is over before the first write', async () => {
    const world = new ProvisionWorld();

    await expect(
      world.apply(aProvisionRequest(), { signal: AbortSignal.abort() }),
    ).rejects.toThrow('It was cancelled');

    expect(world.vault.writes).toBe(0);
    expect(await world.ledger.runsOf(service)).toEqual([]);
  });

  it('stops a retirement between two leases, and it can be asked for again', async () => {
    const world = new ProvisionWorld();
    await world.apply();
    for (let count = 0; count < 10; count += 1) {
      world.vault.leases.add(
        `database/creds/svc-grade-api.read-write/lease${count}`,
      );
    }
    // Two auth roles go first.
    const signal = aCallerWhoLeaves(world, 5);
    const wishes = { confirmed: true, removeManifests: true };

    await expect(
      world.service.retire(service, { ...wishes, signal }, world.credentials),
    ).rejects.toThrow('It was cancelled');

    expect(world.vault.leases.size).toBe(7);
    world.vault.calls.recover();
    await world.service.retire(service, wishes, world.credentials);
    expect(world.remains).toEqual([]);
  });

  it('stops an undo between two objects, and it can be asked for again', async () => {
    const world = new ProvisionWorld();
    const { runId } = await world.apply();
    const signal = aCallerWhoLeaves(world, 1);

    await expect(
      world.service.undo(runId, world.credentials, signal),
    ).rejects.toThrow('It was cancelled');

    expect(world.remains).not.toEqual([]);
    world.vault.calls.recover();
    await world.undo(runId);
    expect(world.remains).toEqual([]);
  });
});
