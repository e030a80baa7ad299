import { inspect } from 'node:util';

import {
  AuthorizeResult,
  AuthorizePermissionRequest,
} from '@backstage/plugin-permission-common';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  kubernetesServiceRef,
  vaultServiceRef,
} from 'backstage-plugin-service-secrets-node';
import { aLease } from 'backstage-plugin-service-secrets-node/testUtils';
import request from 'supertest';

import { serviceSecretsPlugin } from './plugin';
import { anEntity, World } from './testSupport/World';

const REPORT =
  '/api/service-secrets/v1/services/component/default/grade-api/report';
const LEASES = REPORT.replace('report', 'leases');
const HEALTH = '/api/service-secrets/v1/health';

const canary = 'canary-5f1c';

const config = {
  serviceSecrets: {
    environments: [
      { name: 'production', instance: 'vault', cluster: 'cluster' },
    ],
    bindings: {
      rules: [
        {
          owners: ['group:default/grades'],
          namespaces: ['grade-api'],
          authRoles: ['grade-api'],
          databaseRoles: ['grade-api-role'],
          staticRoles: ['grade-report'],
        },
      ],
    },
    access: { platformGroups: ['group:default/platform'] },
  },
};
const platform = ['user:default/mock', 'group:default/platform'];

type Decision = AuthorizeResult.ALLOW | AuthorizeResult.DENY;

interface Setup {
  readonly world?: World;
  readonly entity?: ReturnType<typeof anEntity>;
  readonly ownershipEntityRefs?: string[];
  readonly decide?: (permission: AuthorizePermissionRequest) => Decision;
  readonly getEntityByRef?: () => Promise<never>;
  readonly logger?: ReturnType<typeof mockServices.logger.mock>;
}

/** Answers like a permission framework that is switched off, unless told otherwise. */
function permissions(decide: Setup['decide']) {
  return mockServices.permissions.mock({
    authorize: async requests =>
      requests.map(asked => ({
        result: decide ? decide(asked) : AuthorizeResult.ALLOW,
      })),
  });
}

async function start({
  world = new World(),
  entity = anEntity(),
  ownershipEntityRefs = ['user:default/mock', 'group:default/grades'],
  decide,
  getEntityByRef,
  logger = mockServices.logger.mock(),
}: Setup = {}) {
  const auditor = mockServices.auditor.mock();
  const event = {
    success: jest.fn(async () => {}),
    fail: jest.fn(async () => {}),
  };
  auditor.createEvent.mockImplementation(async () => event);
  const catalog = getEntityByRef
    ? catalogServiceMock.mock({ getEntityByRef }).factory
    : catalogServiceMock.factory({ entities: [entity] });
  const { server } = await startTestBackend({
    features: [
      serviceSecretsPlugin,
      catalog,
      mockServices.rootConfig.factory({ data: config }),
      createServiceFactory({
        service: coreServices.userInfo,
        deps: {},
        factory: () => mockServices.userInfo({ ownershipEntityRefs }),
      }),
      permissions(decide).factory,
      logger.factory,
      createServiceFactory({
        service: coreServices.auditor,
        deps: {},
        factory: () => auditor,
      }),
      createServiceFactory({
        service: vaultServiceRef,
        deps: {},
        factory: () => world.vaultService,
      }),
      createServiceFactory({
        service: kubernetesServiceRef,
        deps: {},
        factory: () => world.kubernetesService,
      }),
    ],
  });
  // The probe at start asks both upstreams once; it is not what the tests count.
  await new Promise(resolve => setTimeout(resolve, 20));
  world.resetCalls();
  return { server, world, auditor, event, logger };
}

describe('GET report', () => {
  it('answers the report of a service its caller owns', async () => {
    const { server } = await start();

    const { status, body } = await request(server).get(REPORT);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      entityRef: 'component:default/grade-api',
      environments: [
        { environment: 'production', instance: 'vault', cluster: 'cluster' },
      ],
      denied: [],
    });
  });

  it.each([
    ['an unknown query parameter', `${REPORT}?role=payments-rw`],
    ['another value than true or false', `${REPORT}?fresh=1`],
    ['a name that climbs', REPORT.replace('grade-api', '..%2f..%2fx')],
    ['a limit that is no number', `${LEASES}?limit=x`],
    ['a limit over 10,000', `${LEASES}?limit=10001`],
    ['a cursor that is not ours', `${LEASES}?cursor=-1`],
  ])('answers 400 for %s, and asks nobody', async (_what, url) => {
    const { server, world } = await start();

    expect((await request(server).get(url)).status).toBe(400);
    expect(world.calls).toBe(0);
  });

  it.each([REPORT, LEASES, HEALTH])(
    'answers 401 without credentials: %s',
    async url => {
      const { server, world } = await start();

      const { status } = await request(server)
        .get(url)
        .set('Authorization', mockCredentials.none.header());

      expect(status).toBe(401);
      expect(world.calls).toBe(0);
    },
  );

  it.each([REPORT, LEASES, HEALTH])(
    'answers 403 to a service that acts for nobody: %s',
    async url => {
      const { server, world } = await start();

      const { status } = await request(server)
        .get(url)
        .set('Authorization', mockCredentials.service.header());

      expect(status).toBe(403);
      expect(world.calls).toBe(0);
    },
  );

  it.each([REPORT, LEASES, HEALTH])(
    'answers 403 when the permission is denied: %s',
    async url => {
      const { server, world } = await start({
        decide: () => AuthorizeResult.DENY,
      });

      expect((await request(server).get(url)).status).toBe(403);
      expect(world.calls).toBe(0);
    },
  );

  it('answers 403 to somebody who does not own the service, although permissions are off', async () => {
    const { server, world } = await start({
      ownershipEntityRefs: ['user:default/mock', 'group:default/payments'],
    });

    const { status, body } = await request(server).get(REPORT);

    expect(status).toBe(403);
    expect(body.error.message).toMatch(/only its owners/);
    expect(world.calls).toBe(0);
  });

  it('answers the same 404 for an entity that is hidden and one that does not exist', async () => {
    const { server, world } = await start();
    const url = REPORT.replace('grade-api', 'other');

    const { status, body } = await request(server).get(url);

    expect(status).toBe(404);
    expect(body.error.message).toBe(
      'The catalog has no such entity, or does not show it to you',
    );
    expect(world.calls).toBe(0);
  });

  it('answers 404 naming the annotation when the entity has none of ours', async () => {
    const entity = anEntity();
    entity.metadata.annotations = {};
    const { server } = await start({ entity });

    const { status, body } = await request(server).get(REPORT);

    expect(status).toBe(404);
    expect(body.error.message).toContain('service-secrets.io/namespace');
  });

  it('answers 400 listing what is wrong with the annotations', async () => {
    const entity = anEntity({ 'service-secrets.io/database-roles': '../x' });
    const { server, world } = await start({ entity });

    const { status, body } = await request(server).get(REPORT);

    expect(status).toBe(400);
    expect(body.error.message).toContain('service-secrets.io/database-roles');
    expect(world.calls).toBe(0);
  });

  it('answers 200 with the denial and asks nobody when nothing confirms the claim', async () => {
    const entity = anEntity({
      'service-secrets.io/database-roles': 'payments',
    });
    const { server, world } = await start({ entity });

    const { status, body } = await request(server).get(REPORT);

    expect(status).toBe(200);
    expect(body.status.health).toBe('unknown');
    expect(body.denied).toHaveLength(1);
    expect(JSON.stringify(body)).not.toContain('payments');
    expect(world.calls).toBe(0);
  });
});

describe('GET leases', () => {
  function aWorldWithLeases(count: number): World {
    const world = new World();
    world.vault.state.leases = Array.from({ length: count }, (_, index) =>
      aLease({
        id: `database/creds/grade-api-role/lease${String(index).padStart(
          4,
          '0',
        )}`,
        issuedAt: new Date(),
        readAt: new Date(),
        expiresInSeconds: 1800 + index,
      }),
    );
    return world;
  }

  it('pages through all leases without repeating one', async () => {
    const { server } = await start({ world: aWorldWithLeases(25) });
    const seen: string[] = [];
    let cursor: string | undefined = '0';
    while (cursor !== undefined) {
      const { body } = await request(server).get(
        `${LEASES}?limit=10&cursor=${cursor}`,
      );
      expect(body).toMatchObject({ total: 25, looked: 25 });
      seen.push(...body.items.map(({ handle }: { handle: string }) => handle));
      cursor = body.nextCursor;
    }

    expect(new Set(seen).size).toBe(25);
    expect(seen).toHaveLength(25);
  });

  it('gives the end of an id and never the id', async () => {
    const { server } = await start({ world: aWorldWithLeases(1) });

    const { text, body } = await request(server).get(LEASES);

    expect(body.items[0].suffix).toBe('ease0000');
    expect(text).not.toContain('creds/grade-api-role/');
  });

  it('answers 404 for an environment the service is not bound to', async () => {
    const { server } = await start();

    const url = `${LEASES}?environment=staging`;

    expect((await request(server).get(url)).status).toBe(404);
  });

  it('answers 503 when the leases could not be read', async () => {
    const world = new World();
    world.vault.fail('leaseIds', 'unreachable');
    const { server } = await start({ world });

    expect((await request(server).get(LEASES)).status).toBe(503);
  });
});

describe('GET health', () => {
  it('says which upstreams are up', async () => {
    const world = new World();
    world.kubernetes.fail('version', 'unreachable');
    const { server, logger } = await start({
      world,
      ownershipEntityRefs: platform,
    });

    const { body } = await request(server).get(HEALTH);

    expect(body).toEqual({
      instances: [{ name: 'vault', state: 'up', version: '1.18.0' }],
      clusters: [
        {
          name: 'cluster',
          state: 'down',
          message: expect.stringContaining('cannot be reached'),
        },
      ],
    });
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/^Started without cluster: .*cannot be reached/),
    );
  });

  it('says that Vault is sealed', async () => {
    const world = new World();
    world.vault.state.health = { ...world.vault.state.health, sealed: true };
    const { server } = await start({ world, ownershipEntityRefs: platform });

    const { body } = await request(server).get(HEALTH);

    expect(body.instances[0].state).toBe('sealed');
  });

  it('tells nobody outside the platform groups, also when permissions are switched off', async () => {
    const { server, world } = await start();

    const { status, body } = await request(server).get(HEALTH);

    expect(status).toBe(403);
    expect(body.error.message).toMatch(/platformGroups/);
    expect(world.calls).toBe(0);
  });
});

describe('what leaves the server', () => {
  /** As a vendor's client would throw it: token and body in enumerable properties. */
  function aLeakyError(): Error {
    return Object.assign(new Error(`failed with ${canary}`), {
      name: 'AxiosError',
      statusCode: 403,
      config: { headers: { 'X-Vault-Token': canary }, data: canary },
      cause: new Error(canary),
    });
  }

  it('holds nothing of an error we did not word', async () => {
    const logger = mockServices.logger.mock();
    const getEntityByRef = async () => {
      throw aLeakyError();
    };
    const { server, event } = await start({ getEntityByRef, logger });

    const { status, text } = await request(server).get(REPORT);

    expect(status).toBe(500);
    expect(text).not.toContain(canary);
    const [[failure]] = event.fail.mock.calls as unknown as [[object]];
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain(
      canary,
    );
    const { error, warn, info, debug } = logger;
    const logged = [error, warn, info, debug].flatMap(log => log.mock.calls);
    expect(logged.length).toBeGreaterThan(0);
    expect(JSON.stringify(logged)).not.toContain(canary);
  });

  it('holds nothing of an upstream error that is not ours', async () => {
    const world = new World();
    jest.spyOn(world.vault, 'databaseRole').mockRejectedValue(aLeakyError());
    const { server } = await start({ world });

    const { status, text } = await request(server).get(REPORT);

    expect(status).toBe(200);
    expect(text).toContain('the answer could not be used');
    expect(text).not.toContain(canary);
  });

  it('holds no statement and no endpoint', async () => {
    const { server } = await start();

    const { text } = await request(server).get(REPORT);

    expect(text).not.toContain('CREATE ROLE');
    expect(text).not.toContain('postgres.data.svc');
  });

  it('is audited once per read, with ids only', async () => {
    const { server, auditor, event } = await start();

    await request(server).get(REPORT);
    await request(server).get(LEASES);

    expect(auditor.createEvent).toHaveBeenCalledTimes(2);
    const metas = auditor.createEvent.mock.calls.map(([options]) => ({
      eventId: options.eventId,
      severityLevel: options.severityLevel,
      meta: options.meta,
    }));
    expect(metas).toEqual(
      ['report-read', 'leases-read'].map(eventId => ({
        eventId,
        severityLevel: 'low',
        meta: { entityRef: 'component:default/grade-api' },
      })),
    );
    expect(event.success).toHaveBeenCalledTimes(2);
  });
});
