import { aProvisionRequest } from 'backstage-plugin-service-secrets-node/testUtils';

import { ProvisionWorld, testRails } from '../__testUtils__/ProvisionWorld';

/** Gives an object of the cluster to another service. */
function own(world: ProvisionWorld, kind: string, name: string): void {
  const key = `v1 ${kind} ${name}`;
  const found = world.cluster.objects.get(key);
  if (!found) throw new Error(`no ${key}`);
  const annotations = {
    'service-secrets.io/entity-ref': 'component:default/x',
  };
  world.cluster.objects.set(key, {
    ...found,
    metadata: { ...found.metadata, annotations },
  });
}

describe('a live proof', () => {
  async function prove(world: ProvisionWorld, request = aProvisionRequest()) {
    const { proof } = await world.service.verify(
      { request, credentials: world.credentials },
      true,
    );
    return proof?.map(({ step, outcome }) => `${step} ${outcome}`);
  }

  it('takes every step and leaves no lease', async () => {
    const world = new ProvisionWorld();
    await world.apply();

    expect(await prove(world)).toEqual([
      'token ok',
      'login ok',
      'credential ok',
      'connect ok',
      'revoke ok',
    ]);
    expect(world.vault.leases.size).toBe(0);
    expect(world.proof.tokens.size).toBe(0);
  });

  it('revokes also when the connection fails, and says nothing of what the driver said', async () => {
    const world = new ProvisionWorld();
    await world.apply();
    world.connect = async ({ password }) => {
      throw new Error(`password ${password} refused`);
    };

    const { proof } = await world.service.verify(
      { request: aProvisionRequest(), credentials: world.credentials },
      true,
    );

    expect(JSON.stringify(proof)).not.toContain('in-memory refused');
    expect(proof?.map(({ outcome }) => outcome)).toEqual([
      ...Array(3).fill('ok'),
      'failed',
      'ok',
    ]);
    expect(world.vault.leases.size).toBe(0);
  });

  it('stops at the login when the auth role is gone', async () => {
    const world = new ProvisionWorld();
    await world.apply();
    world.vault.objects.delete('auth-role kubernetes/svc-grade-api');

    expect(await prove(world)).toEqual(['token ok', 'login failed']);
  });

  const marker =
    '# service-secrets.io/owner: component:default/other in production\n';

  it.each<[string, (world: ProvisionWorld) => void, RegExp]>([
    [
      'the policy names another service',
      world =>
        world.vault.objects.set('policy svc-grade-api', {
          kind: 'policy',
          text: `${marker}path "database/creds/svc-grade-api.read-write" {}`,
        }),
      /^Nothing was proved\. .*policy svc-grade-api .*does not name this service/,
    ],
    [
      'nothing was provisioned, and only roles of that name are there',
      world => world.vault.objects.delete('policy svc-grade-api'),
      /^Nothing was proved\. .*does not name this service/,
    ],
    [
      'there is no policy',
      world => world.vault.objects.clear(),
      /^Nothing was proved\. Policy svc-grade-api does not exist/,
    ],
    [
      'the service account names another service',
      world => own(world, 'ServiceAccount', 'grade-api/grade-api'),
      /^Nothing was proved\. Service account grade-api\/grade-api does not name/,
    ],
    [
      'the namespace belongs to another service',
      world => own(world, 'Namespace', 'grade-api'),
      /^Nothing was proved\. Namespace grade-api belongs to another service/,
    ],
    [
      'the operator lets nothing be written',
      world => {
        world.rails = { ...testRails, mode: 'plan-only' };
      },
      /provision\.mode: apply/,
    ],
  ])(
    'is refused, without a token of anybody, when %s',
    async (_when, arrange, words) => {
      const world = new ProvisionWorld();
      await world.apply();
      arrange(world);

      await expect(prove(world)).rejects.toThrow(words);

      expect(world.cluster.calls.count('tokenOf')).toBe(0);
      expect(world.proof.calls.count()).toBe(0);
    },
  );

  it('is refused for a request whose pods log in for nothing', async () => {
    const world = new ProvisionWorld();
    const request = aProvisionRequest({
      ...{ database: undefined, staticRole: undefined, kv: undefined },
    });
    await world.apply(request);

    await expect(prove(world, request)).rejects.toThrow(
      'nothing that its pods log in to Vault for',
    );
  });
});
