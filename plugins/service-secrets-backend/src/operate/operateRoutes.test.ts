import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { aLease, aPod } from 'backstage-plugin-service-secrets-node/testUtils';
import express from 'express';
import supertest from 'supertest';

import { createServices } from '../createServices';
import { EntityAccess } from '../serve/EntityAccess';
import { FleetAccess } from '../serve/FleetAccess';
import { LeaseHandles } from '../serve/LeaseHandles';
import { createRouter } from '../serve/router';
import { serviceRoutes } from '../serve/serviceRoutes';
import { anEntity, World } from '../testSupport/World';
import { createOperate } from './createOperate';

const SERVICE = '/v1/services/component/default/grade-api';
const environment = 'production';
const leaseId = (end: string) => `database/creds/grade-api-role/${end}`;

interface Setup {
  readonly world?: World;
  readonly owner?: string;
  /** Names of permissions that are refused. */
  readonly denied?: readonly string[];
  readonly reports?: 'owners' | 'catalog';
}

/** The routes over fakes; answers that do not fit the document become errors. */
function start({
  world = new World(),
  owner = 'group:default/grades',
  denied = [],
  reports = 'owners',
}: Setup = {}) {
  const auditor = mockServices.auditor.mock();
  const event = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockImplementation(async () => event);
  const permissions = mockServices.permissions.mock();
  permissions.authorize.mockImplementation(async requests =>
    requests.map(({ permission }) => ({
      result: denied.includes(permission.name)
        ? AuthorizeResult.DENY
        : AuthorizeResult.ALLOW,
    })),
  );
  const userInfo = mockServices.userInfo({
    userEntityRef: 'user:default/ada',
    ownershipEntityRefs: [owner],
  });
  const clock = () => world.now;
  const upstreams = {
    vault: world.vaultService,
    kubernetes: world.kubernetesService,
  };
  const rules = {
    ...{ permissions, userInfo },
    access: { ...world.config.access, reports },
  };
  const access = new EntityAccess({
    catalog: catalogServiceMock({ entities: [anEntity()] }),
    ...rules,
  });
  const httpAuth = mockServices.httpAuth();
  const parts = {
    ...upstreams,
    ...createServices({ ...upstreams, config: world.config, clock }),
    ...{ auditor, access, httpAuth, permissions, clock },
    fleetAccess: new FleetAccess(rules),
    handles: new LeaseHandles('key'),
  };
  const router = createRouter({
    routes: [serviceRoutes(parts), createOperate(parts)],
    logger: mockServices.logger.mock(),
    validateResponses: true,
  });
  const app = express().use(router).use(mockErrorHandler());
  const post = (what: string, body: object) =>
    supertest(app).post(`${SERVICE}/${what}`).send(body);
  const get = (what: string) => supertest(app).get(`${SERVICE}/${what}`);
  const handles = async (): Promise<string[]> => {
    const { body } = await get('leases');
    return body.items.map(({ handle }: { handle: string }) => handle);
  };
  return { world, auditor, event, post, get, handles };
}

function withLeases(count: number): World {
  const world = new World();
  world.vault.state.leases = Array.from({ length: count }, (_, index) =>
    aLease({ id: leaseId(`id${index}`) }),
  );
  return world;
}

const ids = ({ vault }: World) => vault.state.leases.map(({ id }) => id);

describe('revoking leases', () => {
  it('ends the named one and no other, and the next list is without it', async () => {
    const { world, post, handles } = start({ world: withLeases(3) });
    const [first, ...others] = await handles();

    const { status, body } = await post('leases/revoke', {
      environment,
      handles: [first],
    });

    expect([status, body]).toEqual([
      200,
      { environment, done: [{ handle: first }], refused: [] },
    ]);
    expect(ids(world)).toHaveLength(2);
    expect(await handles()).toEqual(others);
  });

  it('refuses a handle of no lease of the service, and does the others', async () => {
    const { world, post, handles } = start({ world: withLeases(2) });
    const [first] = await handles();
    const stranger = new LeaseHandles('other').handle('vault', leaseId('id0'));

    const { body } = await post('leases/revoke', {
      environment,
      handles: [stranger, first],
    });

    expect(body.done).toEqual([{ handle: first }]);
    expect(body.refused).toEqual([
      { handle: stranger, reason: expect.stringContaining('none of this') },
    ]);
    expect(ids(world)).toHaveLength(1);
  });

  it('tries no further when Vault is sealed, and says which were not tried', async () => {
    const { world, post, handles } = start({ world: withLeases(9) });
    const all = await handles();
    world.vault.fail('revokeLease', 'sealed');

    const { body } = await post('leases/revoke', { environment, handles: all });

    expect(body.done).toEqual([]);
    const reasons = body.refused.map(
      ({ reason }: { reason: string }) => reason,
    );
    expect(
      reasons.filter((reason: string) => reason.startsWith('Not tried')),
    ).toHaveLength(5);
    expect(reasons[0]).toMatch(
      /^vault: revoke a lease failed: Vault is sealed$/,
    );
  });

  it.each([
    ['a lease id', { environment, handles: [leaseId('id0')] }],
    ['a path beside the handles', { environment, handles: [], path: 'x' }],
    ['too many handles', { environment, handles: Array(101).fill('a') }],
  ])('answers 400 for %s, and asks nobody', async (_what, body) => {
    const { world, post } = start();

    expect((await post('leases/revoke', body)).status).toBe(400);
    expect(world.calls).toBe(0);
  });
});

describe('renewing leases', () => {
  it('answers what Vault granted, and the times are looked up anew', async () => {
    const { world, post, handles } = start();
    const [handle] = await handles();
    world.vault.calls.reset();

    const { body } = await post('leases/renew', {
      environment,
      handles: [handle],
    });
    await handles();

    const ttlSeconds = world.vault.state.renewalSeconds;
    expect(body.done).toEqual([{ handle, ttlSeconds }]);
    expect(world.vault.calls.count('lease')).toBe(1);
  });
});

describe('revoking all leases', () => {
  it('takes what the impact showed', async () => {
    const world = withLeases(3);
    world.namespace.pods = [aPod({ name: 'grade-api-1' })];
    const { post } = start({ world });

    const { body: impact } = await post('leases/impact', { environment });
    expect(impact).toMatchObject({
      leases: 3,
      pods: ['grade-api-1'],
      podsTotal: 1,
      withoutPod: 2,
      roles: [{ mount: 'database', name: 'grade-api-role', leases: 3 }],
    });
    const { digest } = impact;
    const { body } = await post('leases/revoke-all', { environment, digest });

    expect(body.done).toHaveLength(3);
    expect(ids(world)).toEqual([]);
  });

  it('takes nothing when there is another lease than was shown', async () => {
    const { world, post } = start({ world: withLeases(2) });
    const { body: impact } = await post('leases/impact', { environment });
    world.vault.state.leases.push(aLease({ id: leaseId('new') }));

    const { digest } = impact;
    const { status, body } = await post('leases/revoke-all', {
      environment,
      digest,
    });

    expect([status, body.error.message]).toEqual([
      409,
      expect.stringContaining('nothing was revoked'),
    ]);
    expect(ids(world)).toHaveLength(3);
  });

  it('is left to a terminal when there are more than a thousand', async () => {
    const { post } = start({ world: withLeases(1001) });

    const { body } = await post('leases/impact', { environment });

    expect(body.digest).toBeUndefined();
    expect(body.refusal).toContain(
      'vault lease revoke -prefix database/creds/grade-api-role',
    );
  });
});

describe('issuing a certificate anew', () => {
  it('tells cert-manager', async () => {
    const { world, post } = start();
    const [{ name }] = world.namespace.certificates;

    const { status } = await post('certificates/reissue', {
      environment,
      name,
    });

    expect(status).toBe(200);
    expect(world.namespace.certificates[0].conditions).toContainEqual(
      expect.objectContaining({ type: 'Issuing', status: 'True' }),
    );
  });

  it('knows only certificates of the service', async () => {
    const { post } = start();
    const body = { environment, name: 'another-tls' };

    expect((await post('certificates/reissue', body)).status).toBe(404);
  });
});

describe('who may operate', () => {
  const abilities = (allowed: boolean, reason?: string) => [
    {
      environment,
      leases: { allowed, reason },
      certificates: { allowed, reason },
    },
  ];

  it('is the owner', async () => {
    const { get } = start();
    const { body } = await get('operations');
    expect(body.items).toEqual(abilities(true));
  });

  it.each([
    [
      'without the permission',
      { denied: ['service-secrets.credential.operate'] },
      /permission service-secrets.credential.operate is missing/,
    ],
    [
      'who does not own the service, though reports are open to all',
      { owner: 'group:default/strangers', reports: 'catalog' },
      /only its owners may/,
    ],
  ] as const)(
    'is nobody %s: told why, and no lease is touched',
    async (_who, setup, reason) => {
      const { world, get, post, handles, event } = start(setup);
      const [handle] = await handles();
      const { body } = await get('operations');

      expect(body.items[0].leases).toEqual({
        allowed: false,
        reason: expect.stringMatching(reason),
      });
      const writes = [
        await post('leases/revoke', { environment, handles: [handle] }),
        await post('leases/renew', { environment, handles: [handle] }),
        await post('leases/impact', { environment }),
        await post('leases/revoke-all', {
          environment,
          digest: 'a'.repeat(64),
        }),
        await post('certificates/reissue', { environment, name: 'a' }),
      ];
      expect(writes.map(({ status }) => status)).toEqual(writes.map(() => 403));
      expect(world.vault.calls.count('revokeLease')).toBe(0);
      expect(event.fail).toHaveBeenCalledTimes(5);
    },
  );

  it('is nobody without a login of the operator, who is told where to configure it', async () => {
    const world = new World();
    world.isOperated = false;
    const { get, post, handles } = start({ world });
    const [handle] = await handles();

    const { body } = await get('operations');
    const { status } = await post('leases/revoke', {
      environment,
      handles: [handle],
    });

    expect(body.items[0].leases.reason).toContain('instances[].operator');
    expect(body.items[0].certificates.reason).toContain('clusters[].operator');
    expect(status).toBe(403);
    expect(ids(world)).toHaveLength(1);
  });

  it('is written down with counts, never with a lease', async () => {
    const { auditor, post, handles } = start({ world: withLeases(2) });
    const both = await handles();

    await post('leases/revoke', { environment, handles: both });

    expect(auditor.createEvent).toHaveBeenLastCalledWith(
      expect.objectContaining({
        eventId: 'leases-revoke',
        severityLevel: 'high',
        meta: {
          entityRef: 'component:default/grade-api',
          environment,
          leases: '2',
        },
      }),
    );
  });
});
