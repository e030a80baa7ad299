import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  addFieldEverywhere,
  aProvisionRequest,
  forbiddenAnnotations,
  hostileValues,
  manifestKey,
  replaceEachString,
} from 'backstage-plugin-service-secrets-node/testUtils';

import { ProvisionWorld, testRails } from '../__testUtils__/ProvisionWorld';
import { anEntity } from '../testSupport/World';

type Request = ReturnType<typeof aProvisionRequest>;

/** Every way in that takes a request. */
async function expectRefused(
  world: ProvisionWorld,
  request: unknown,
): Promise<Error> {
  const { service, credentials } = world;
  const ask = { request, credentials };
  const failures = await Promise.all(
    [
      service.plan(ask),
      service.render(ask, 'manifests'),
      service.apply(ask, { applyManifests: true }),
      service.verify(ask, true),
    ].map(attempt => attempt.then(() => undefined).catch(error => error)),
  );
  expect(failures.every(failure => failure instanceof Error)).toBe(true);
  expect(world.calls).toBe(0);
  return failures[0];
}

describe('a hostile value', () => {
  it('is refused in every field before any request to Vault or Kubernetes', async () => {
    const world = new ProvisionWorld();
    let tried = 0;
    for (const value of hostileValues) {
      for (const { value: request } of replaceEachString(
        aProvisionRequest(),
        value,
      )) {
        await expectRefused(world, request);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(1000);
    // eslint-disable-next-line no-console -- the number is what the test is run for
    console.info(`${tried} hostile requests refused, 0 upstream requests`);
  }, 60_000);

  it('is refused as a field of its own, wherever it is put', async () => {
    const world = new ProvisionWorld();
    let tried = 0;
    for (const field of forbiddenAnnotations) {
      for (const { value } of addFieldEverywhere(aProvisionRequest(), field)) {
        await expectRefused(world, value);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThanOrEqual(forbiddenAnnotations.length);
  });
});

const foreign = anEntity({}, 'group:default/payments');

describe('a caller', () => {
  it.each<[string, (world: ProvisionWorld) => void, RegExp]>([
    [
      'without the permission',
      world => {
        world.permission = AuthorizeResult.DENY;
      },
      /permission service-secrets\.credential\.provision is missing/,
    ],
    [
      'who does not belong to the owner',
      world => {
        world.ownershipEntityRefs = ['user:default/eve'];
      },
      /do not belong to group:default\/grades/,
    ],
    [
      'who names their own group for another team’s service',
      world => {
        world.entities = [foreign];
      },
      /is not owned by group:default\/grades/,
    ],
    [
      'who cannot see the service, which another team owns',
      world => {
        world.hidden = [foreign];
      },
      /is not owned by group:default\/grades/,
    ],
    [
      'who cannot see the service, although their group owns it',
      world => {
        world.hidden = [anEntity()];
      },
      /is not owned by group:default\/grades/,
    ],
  ])('%s is refused before any request', async (_who, arrange, words) => {
    const world = new ProvisionWorld();
    arrange(world);

    const { message } = await expectRefused(world, aProvisionRequest());
    expect(message).toMatch(words);
  });

  it('is refused a service that is in no catalog yet and that another group provisioned', async () => {
    const world = new ProvisionWorld();
    await world.apply();
    world.ownershipEntityRefs = ['group:default/shop'];
    world.rails = {
      ...testRails,
      offers: [{ ...testRails.offers[0], owners: ['group:default/shop'] }],
    };

    await expect(
      world.apply(aProvisionRequest({ owner: 'group:default/shop' })),
    ).rejects.toThrow('was provisioned for another owner');
  });
});

describe('a request beyond the guard rails', () => {
  const { database, certificate, staticRole } = aProvisionRequest();

  it.each<[string, Partial<Request>, RegExp]>([
    ['a reserved namespace', { namespace: 'kube-system' }, /reserved/],
    ['a namespace not on offer', { namespace: 'web' }, /namespace web/],
    ['another environment', { environment: 'staging' }, /no environment/],
    ['a delivery not on offer', { delivery: 'csi' }, /delivery csi/],
    [
      'the name of another service',
      { name: 'payments' },
      /name must be grade-api/,
    ],
    [
      'a database not on offer',
      { database: database && { ...database, offer: 'shop' } },
      /database shop is not on offer/,
    ],
    [
      'a profile not on offer',
      { database: database && { ...database, profile: 'admin' } },
      /profile admin/,
    ],
    [
      'a longer life than offered',
      { database: database && { ...database, maxTtlSeconds: 100_000 } },
      /maxTtlSeconds is more than/,
    ],
    [
      'a user not on offer',
      { staticRole: staticRole && { ...staticRole, username: 'postgres' } },
      /database user postgres/,
    ],
    [
      'a certificate not on offer',
      { certificate: certificate && { ...certificate, offer: 'public' } },
      /certificate public/,
    ],
    ...[
      'payments.grade-api.svc.cluster.local',
      'grade-api.payments.svc.cluster.local',
      'grade-api.example.com',
      'svc.cluster.local',
      'xgrade-api.grade-api.svc.cluster.local',
      'grade-api.grade-api.svc.cluster.local.evil.example',
    ].map(
      dnsName =>
        [
          `the DNS name ${dnsName}`,
          {
            certificate: certificate && { ...certificate, dnsNames: [dnsName] },
          },
          /is not this service's/,
        ] as [string, Partial<Request>, RegExp],
    ),
  ])('is refused before any request: %s', async (_what, change, words) => {
    const world = new ProvisionWorld();

    const { message } = await expectRefused(world, aProvisionRequest(change));
    expect(message).toMatch(words);
  });
});

describe('what is there already', () => {
  it.each([
    ['policy svc-grade-api', { kind: 'policy', text: 'path "a" {}' }],
    [
      'policy svc-grade-api',
      {
        kind: 'policy',
        text: '# service-secrets.io/owner: component:default/other in production\n',
      },
    ],
    ['auth-role kubernetes/svc-grade-api', { kind: 'auth-role', fields: {} }],
    [
      'database-role database/svc-grade-api.read-write',
      { kind: 'database-role', fields: {} },
    ],
    ['pki-role pki_int/svc-grade-api', { kind: 'pki-role', fields: {} }],
    [
      'kv-placeholder secret/services/grade-api/grade-api',
      { kind: 'kv-placeholder', fields: {} },
    ],
  ] as const)(
    'stays when it is not ours: %s, with zero writes',
    async (key, object) => {
      const world = new ProvisionWorld();
      world.vault.objects.set(key, object);

      await expect(world.apply()).rejects.toThrow(/^Nothing was written/);

      expect(world.vault.writes).toBe(0);
      expect(world.cluster.calls.count('apply')).toBe(0);
      const plan = await world.service.plan({
        request: aProvisionRequest(),
        credentials: world.credentials,
      });
      expect(plan.changes.map(({ action }) => action)).toContain('conflict');
    },
  );

  it('stays in the cluster too when it is not ours, with zero writes', async () => {
    const world = new ProvisionWorld();
    const theirs = { name: 'grade-api', namespace: 'grade-api' };
    const what = { apiVersion: 'apps/v1', kind: 'Deployment' };
    world.cluster.objects.set(manifestKey({ ...what, ...theirs }), {
      ...what,
      metadata: theirs,
    });

    await expect(world.apply()).rejects.toThrow(
      /Deployment grade-api\/grade-api exists/,
    );
    expect(world.vault.writes).toBe(0);
    expect(world.cluster.calls.count('apply')).toBe(0);
  });
});

describe('the operator', () => {
  it.each([
    ['mode', { mode: 'plan-only' as const }, /provision\.mode: apply/],
    ['applyManifests', { applyManifests: false }, /provision\.applyManifests/],
    [
      'createNamespaces',
      { createNamespaces: false },
      /provision\.createNamespaces/,
    ],
  ])(
    'is named with the key when %s stands in the way, and nothing is written',
    async (_key, change, words) => {
      const world = new ProvisionWorld();
      world.rails = { ...testRails, ...change };

      await expect(world.apply()).rejects.toThrow(words);
      expect(world.vault.writes).toBe(0);
    },
  );

  it('approved another plan: nothing is written', async () => {
    const world = new ProvisionWorld();

    await expect(
      world.apply(aProvisionRequest(), { digest: '0'.repeat(64) }),
    ).rejects.toThrow('The plan is not the one that was approved');
    expect(world.calls).toBe(0);
  });
});
