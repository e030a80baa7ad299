import { aProvisionRequest } from 'backstage-plugin-service-secrets-node/testUtils';

import { ProvisionWorld } from '../__testUtils__/ProvisionWorld';

const role = 'database/creds/svc-grade-api.read-write';
const keys = [
  'service vault component:default/grade-api',
  'name vault grade-api/grade-api',
  'place cluster grade-api/grade-api',
];

/** A service whose leases take two minutes to end, three seconds each. */
async function aSlowRevocation() {
  const world = new ProvisionWorld();
  const { runId } = await world.apply(
    aProvisionRequest({ staticRole: undefined }),
  );
  for (let count = 0; count < 40; count += 1) {
    world.vault.leases.add(`${role}/lease${count}`);
  }
  const intruders: boolean[] = [];
  world.vault.calls.onCall = async (method, _ref, phase) => {
    if (method !== 'revokeLease' || phase !== 'after') return;
    world.now = new Date(world.now.getTime() + 3000);
    const until = new Date(world.now.getTime() + 1000);
    for (const key of keys) {
      const lock = { key, holder: 'intruder', until };
      intruders.push(await world.ledger.acquire(lock, world.now));
    }
  };
  return { world, runId, intruders };
}

describe('a service whose leases take longer to end than a lock holds', () => {
  it('stays locked while it is retired', async () => {
    const { world, intruders } = await aSlowRevocation();

    const { revokedLeases } = await world.service.retire(
      {
        entityRef: 'component:default/grade-api',
        owner: 'group:default/grades',
        environment: 'production',
      },
      { confirmed: true, removeManifests: true },
      world.credentials,
    );

    expect(revokedLeases).toBe(40);
    expect(intruders).toHaveLength(40 * keys.length);
    expect(intruders).not.toContain(true);
  });

  it('stays locked while a run is undone', async () => {
    const { world, runId, intruders } = await aSlowRevocation();

    await world.undo(runId);

    expect(world.remains).toEqual([]);
    expect(intruders).toHaveLength(40 * keys.length);
    expect(intruders).not.toContain(true);
  });
});

describe('a run that was held up for longer than its lock', () => {
  it('writes nothing more, whether or not another came meanwhile', async () => {
    const world = new ProvisionWorld();
    world.vault.calls.onCall = (method, _ref, phase) => {
      if (method === 'write' && phase === 'after') {
        world.now = new Date(world.now.getTime() + 120_000);
      }
    };

    await expect(world.apply()).rejects.toThrow('it lost its place');

    expect(world.vault.writes).toBe(1);
  });
});
