import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { type PostgresServer, startPostgres } from '@service-secrets/sandbox';
import {
  kubernetesServiceRef,
  vaultServiceRef,
} from 'backstage-plugin-service-secrets-node';
import createKnex, { type Knex } from 'knex';
import request from 'supertest';

import { serviceSecretsPlugin } from '../plugin';
import { anEntity, World } from '../testSupport/World';

const FLEET = '/api/service-secrets/v1/fleet';
const target = {
  entityRef: 'component:default/grade-api',
  environment: 'production',
};
const until = new Date(Date.now() + 30 * 86_400_000).toISOString();

function config(platformGroups: string[]) {
  return {
    serviceSecrets: {
      environments: [
        { name: 'production', instance: 'vault', cluster: 'cluster' },
      ],
      access: { platformGroups },
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
    },
  };
}

// Each test starts a backend and makes a database.
jest.setTimeout(60_000);

describe('the fleet over HTTP', () => {
  let postgres: PostgresServer;
  let knex: Knex;
  let number = 0;

  beforeAll(async () => {
    postgres = await startPostgres();
  }, 120_000);

  afterAll(async () => {
    await postgres.stop();
  });

  afterEach(async () => {
    await knex.destroy();
  });

  async function start({
    groups = ['group:default/platform'],
    denied = '',
    entity = anEntity(),
  } = {}) {
    const admin = createKnex({ client: 'pg', connection: postgres.url() });
    number += 1;
    await admin.raw(`create database fleet_${number}`);
    await admin.destroy();
    const connection = postgres.url(`fleet_${number}`);
    knex = createKnex({ client: 'pg', connection });
    const world = new World();
    world.vault.state.databaseRoles['database/forgotten'] =
      world.vault.state.databaseRoles['database/grade-api-role'];
    const send = jest.fn(async () => {});
    const createEvent = jest.fn(async () => ({
      success: async () => {},
      fail: async () => {},
    }));
    const registry = actionsRegistryServiceMock();
    const { server } = await startTestBackend({
      features: [
        serviceSecretsPlugin,
        catalogServiceMock.factory({ entities: [entity] }),
        mockServices.rootConfig.factory({
          data: config(['group:default/platform']),
        }),
        createServiceFactory({
          service: coreServices.database,
          deps: {},
          factory: () => ({ getClient: async () => knex }),
        }),
        mockServices.permissions.mock({
          authorize: async asked =>
            asked.map(({ permission }) => ({
              result:
                permission.name === denied
                  ? AuthorizeResult.DENY
                  : AuthorizeResult.ALLOW,
            })),
        }).factory,
        mockServices.auditor.mock({ createEvent }).factory,
        createServiceFactory({
          service: actionsRegistryServiceRef,
          deps: {},
          factory: () => registry,
        }),
        createServiceFactory({
          service: coreServices.userInfo,
          deps: {},
          factory: () =>
            mockServices.userInfo({
              ownershipEntityRefs: ['user:default/mock', ...groups],
            }),
        }),
        createServiceFactory({
          service: notificationService,
          deps: {},
          factory: () => ({ send }),
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
    const get = (path: string) => request(server).get(`${FLEET}/${path}`);
    const post = (path: string, body?: object) =>
      request(server).post(`${FLEET}/${path}`).send(body);
    const collect = async () => {
      expect((await post('run')).status).toBe(202);
      for (let tries = 0; tries < 100; tries += 1) {
        const { body } = await get('run');
        if (body.last && !body.running && !body.requested) return;
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      throw new Error('the collection did not end');
    };
    return { server, world, send, createEvent, registry, get, post, collect };
  }

  it('refuses somebody of no platform group although permissions are off, before anything is read', async () => {
    const { get, post, world } = await start({ groups: [] });
    world.resetCalls();

    for (const path of ['rows', 'summary', 'expiry', 'export', 'roles']) {
      const { status, body } = await get(path);
      expect(status).toBe(403);
      expect(body.error.message).toMatch(/platformGroups/);
    }
    expect((await post('run')).status).toBe(403);
    expect(await knex('pg_tables').where('tablename', 'fleet_turn')).toEqual(
      [],
    );
  });

  it('lets a reader without the review permission read and not sign', async () => {
    const { get, post } = await start({
      denied: 'service-secrets.fleet.review',
    });

    expect((await get('rows')).status).toBe(200);
    expect((await get('run')).body).toMatchObject({ mayReview: false });
    const body = { targets: [target], until, note: '' };
    expect((await post('reviews', body)).status).toBe(403);
    const mute = { targets: [target], until, reason: 'moves' };
    expect((await post('mutes', mute)).status).toBe(403);
    expect((await post('run')).status).toBe(403);
  });

  it('collects on request and answers rows, figures, expiries, roles and who can reach the database', async () => {
    const { get, collect } = await start();
    await collect();

    const page = await get('rows?health=healthy&health=broken&limit=5');
    expect(page.status).toBe(200);
    expect(page.body).toMatchObject({ total: 1, items: [{ ...target }] });
    expect((await get('rows?owner=group:default/none')).body.total).toBe(0);
    expect((await get('summary')).body).toMatchObject({
      services: 1,
      leases: 1,
      facets: { owner: [{ value: 'group:default/grades', count: 1 }] },
    });
    expect((await get('expiry?days=365')).body.total).toBeGreaterThan(1);
    const roles = await get('roles?concern=unowned');
    expect(roles.body).toMatchObject({
      items: [{ name: 'forgotten', concern: 'unowned' }],
      gaps: [],
    });
    const connections = await get('connections');
    expect(connections.body.items).toEqual([
      expect.objectContaining({ name: 'postgres', roles: 3 }),
    ]);
    const access = await get(
      'access?instance=vault&mount=database&connection=postgres',
    );
    expect(access.body.paths).toContainEqual(
      expect.objectContaining({
        role: 'grade-api-role',
        policy: 'grade-api',
        wildcard: false,
        authRole: 'grade-api',
        serviceAccounts: ['grade-api/grade-api'],
        services: [expect.objectContaining(target)],
      }),
    );
    expect((await get('history?days=7')).body.points).toHaveLength(7);
    expect((await get('changes')).body.items).toContainEqual(
      expect.objectContaining({ kind: 'service-added', ...target }),
    );
    expect((await get('concerns')).status).toBe(200);
  });

  it('answers 400 with the name of what is wrong in a question', async () => {
    const { get, post } = await start();

    for (const path of ['rows?health=ill', 'rows?unknown=1', 'rows?limit=0']) {
      expect((await get(path)).status).toBe(400);
    }
    expect((await get('rows?cursor=abc')).status).toBe(400);
    expect((await post('reviews', { targets: [] })).status).toBe(400);
    expect((await get('access?instance=x')).status).toBe(404);
  });

  it('signs off, reopens by drift, and takes an exception and its end', async () => {
    const { get, post, collect, world, server, createEvent } = await start();
    world.vault.state.connections['database/postgres'] = {
      ...world.vault.state.connections['database/postgres'],
      tlsMode: 'disable',
    };
    await collect();
    const [row] = (await get('rows')).body.items;
    const [finding] = row.findings;
    const past = { targets: [target], until: '2020-01-01T00:00:00Z', note: '' };
    expect((await post('reviews', past)).status).toBe(400);

    const stranger = { entityRef: 'component:default/x', environment: 'y' };
    const signed = await post('reviews', {
      targets: [target, stranger],
      until,
      note: 'looked at it',
    });
    expect(signed.body).toMatchObject({
      done: [target],
      refused: [{ target: stranger }],
    });
    expect(
      (await get('rows?review=signed')).body.items[0].review,
    ).toMatchObject({ by: 'user:default/mock', note: 'looked at it' });
    expect(createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'fleet-reviews-write',
        severityLevel: 'medium',
      }),
    );

    world.vault.state.authRoles['kubernetes/grade-api'] = {
      ...world.vault.state.authRoles['kubernetes/grade-api'],
      boundServiceAccountNames: ['grade-api', 'other'],
    };
    await collect();
    expect(
      (await get('rows?review=reopened')).body.items[0].review.drift,
    ).toEqual(expect.arrayContaining(['what its auth role binds changed']));

    const accepted = await post('exceptions', {
      ...target,
      findingId: finding.id,
      reason: 'the network is ours',
      until,
    });
    expect(accepted.status).toBe(201);
    expect((await get(`rows?code=${finding.code}`)).body.total).toBe(0);
    const { id } = accepted.body;
    const ended = await request(server).delete(`${FLEET}/exceptions/${id}`);
    expect(ended.body.endedAt).toBeDefined();
    expect(ended.body.endedBy).toBe('user:default/mock');
    expect((await get(`rows?code=${finding.code}`)).body.total).toBe(1);
    const withdrawn = await post('withdrawals', {
      targets: [target],
      note: '',
    });
    expect(withdrawn.body.done).toEqual([target]);
  });

  it('mutes a row with a reason and lets its owner be told again, each audited', async () => {
    const { get, post, collect, createEvent } = await start();
    await collect();
    expect((await get('run')).body).toMatchObject({ mayReview: true });
    const targets = [target];
    const unreasoned = await post('mutes', { targets, until, reason: '' });
    expect(unreasoned.status).toBe(400);

    const muted = await post('mutes', { targets, until, reason: '=moves' });
    expect(muted.body).toEqual({ done: targets, refused: [] });
    expect((await get('rows')).body.items[0].muted).toEqual({
      until,
      by: 'user:default/mock',
      reason: '=moves',
    });
    expect((await get('export?format=csv')).text).toContain(`,'=moves\r\n`);
    expect(createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'fleet-mutes-write',
        meta: { targets: `${target.entityRef}#${target.environment}` },
      }),
    );

    const unmuted = await post('unmutes', { targets });
    expect(unmuted.body.done).toEqual(targets);
    expect((await get('rows')).body.items[0].muted).toBeUndefined();
  });

  it('exports files no spreadsheet runs', async () => {
    const entity = anEntity();
    entity.metadata.title = '=HYPERLINK("http://x")';
    const { get, collect } = await start({ entity });
    await collect();

    const csv = await get('export?format=csv');
    expect(csv.headers['content-type']).toMatch(/text\/csv/);
    expect(csv.headers['content-disposition']).toMatch(/attachment/);
    expect(csv.text).toContain(`"'=HYPERLINK(""http://x"")"`);
    const json = await get('export?format=json');
    expect(json.body).toMatchObject({
      exportedBy: 'user:default/mock',
      rows: [{ title: '=HYPERLINK("http://x")' }],
    });
  });

  it('tells the owner of a new finding once', async () => {
    const { collect, world, send } = await start();
    world.vault.state.authRoles['kubernetes/grade-api'] = {
      ...world.vault.state.authRoles['kubernetes/grade-api'],
      boundServiceAccountNames: ['other'],
    };
    await collect();
    await collect();

    expect(send).toHaveBeenCalledTimes(1);
    expect(send).toHaveBeenCalledWith(
      expect.objectContaining({
        recipients: { type: 'entity', entityRef: 'group:default/grades' },
        payload: expect.objectContaining({ severity: 'critical' }),
      }),
    );
  });

  it('offers four reading tools that check the rights of whoever uses them', async () => {
    const { registry, collect } = await start();
    await collect();
    const invoke = (name: string, input: object) =>
      registry.invoke({
        id: `test:${name}`,
        input: { ...input },
        credentials: mockCredentials.user(),
      });

    expect((await invoke('fleet-findings', {})).output).toMatchObject({
      total: 1,
    });
    const ref = { entityRef: 'grade-api' };
    expect((await invoke('doctor', ref)).output).toMatchObject({
      health: expect.any(String),
    });
    expect((await invoke('service-report', ref)).output).toMatchObject({
      report: { entityRef: target.entityRef },
    });
    expect((await invoke('expiry-calendar', {})).output).toMatchObject({
      total: expect.any(Number),
    });
    await expect(
      registry.invoke({
        id: 'test:fleet-findings',
        input: {},
        credentials: mockCredentials.service(),
      }),
    ).rejects.toThrow(/signed-in user/);
  });
});
