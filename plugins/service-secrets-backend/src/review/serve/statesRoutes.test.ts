import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express from 'express';
import request from 'supertest';

import { EntityAccess } from '../../serve/EntityAccess';
import { createRouter } from '../../serve/router';
import {
  aRowRecord,
  anUpdate,
  fleetNow,
} from '../../testSupport/fleetBuilders';
import { inMemoryFleetStore } from '../../testSupport/InMemoryFleetStore';
import { anEntity } from '../../testSupport/World';
import { RowRecord } from '../records';
import { worstKey } from '../rows/worstKey';
import { ServiceStates } from './ServiceStates';
import { statesRoutes } from './statesRoutes';

const STATES = '/v1/services/states';
const GRADES = 'group:default/grades';

function aService(name: string, owner = GRADES): Entity {
  const entity = anEntity({}, owner);
  const metadata = { ...entity.metadata, name, uid: `uid-of-${name}` };
  return { ...entity, metadata };
}

const refOf = (name: string) => `component:default/${name}`;

function aRow(name: string, change: Partial<RowRecord> = {}): RowRecord {
  const row = aRowRecord({ entityRef: refOf(name), title: name, ...change });
  return { ...row, worstKey: worstKey(row, []) };
}

interface Setup {
  readonly entities?: Entity[];
  readonly rows?: readonly RowRecord[];
  readonly own?: string[];
  readonly denied?: readonly string[];
  readonly reports?: 'owners' | 'catalog';
}

async function start({
  entities = [aService('grade-api'), aService('pay-api', 'group:default/pay')],
  rows = [aRow('grade-api'), aRow('pay-api', { health: 'broken' })],
  own = ['user:default/mock', GRADES],
  denied = [],
  reports = 'owners',
}: Setup = {}) {
  const store = inMemoryFleetStore();
  for (const row of rows) await store.rows.save(anUpdate(row));
  const event = {
    success: jest.fn(async () => {}),
    fail: jest.fn(async () => {}),
  };
  const auditor = mockServices.auditor.mock();
  auditor.createEvent.mockImplementation(async () => event);
  const permissions = mockServices.permissions.mock({
    authorize: async asked =>
      asked.map(question => ({
        result:
          'resourceRef' in question &&
          denied.includes(String(question.resourceRef))
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      })),
  });
  const catalog = catalogServiceMock({ entities });
  const asked = jest.spyOn(catalog, 'getEntitiesByRefs');
  const userInfo = mockServices.userInfo({ ownershipEntityRefs: own });
  const people = jest.spyOn(userInfo, 'getUserInfo');
  const platformGroups = ['group:default/platform'];
  const states = new ServiceStates({
    rows: store.rows,
    access: new EntityAccess({
      ...{ catalog, permissions, userInfo },
      access: { reports, platformGroups },
    }),
    environments: ['production', 'staging'],
    clock: () => new Date(fleetNow),
  });
  const httpAuth = mockServices.httpAuth();
  const router = createRouter({
    routes: [statesRoutes({ httpAuth, auditor, states })],
    logger: mockServices.logger.mock(),
    validateResponses: true,
  });
  const app = express().use(router).use(mockErrorHandler());
  return { app, auditor, event, permissions, asked, people };
}

async function statesOf(setup: Setup, ...names: string[]) {
  const { app } = await start(setup);
  const entityRefs = names.map(refOf);
  const { status, body } = await request(app).post(STATES).send({ entityRefs });
  expect([status, body.error]).toEqual([200, undefined]);
  return body.items as { entityRef: string }[]; // validated against the document
}

const refsOf = (items: readonly { entityRef: string }[]) =>
  items.map(({ entityRef }) => entityRef);

describe('POST states', () => {
  it('answers what the fleet remembers of services the caller owns', async () => {
    const rows = [
      aRow('grade-api', {
        health: 'degraded',
        sentence: 'Lease of `grade-api-role` cannot be revoked.',
        nextExpiry: {
          what: 'certificate',
          name: 'grade-api-tls',
          at: '2026-12-24T00:00:00.000Z',
        },
      }),
    ];

    expect(await statesOf({ rows }, 'grade-api')).toEqual([
      {
        entityRef: 'component:default/grade-api',
        health: 'degraded',
        sentence: 'Lease of `grade-api-role` cannot be revoked.',
        environment: 'production',
        nextExpiry: {
          what: 'certificate',
          name: 'grade-api-tls',
          at: '2026-12-24T00:00:00.000Z',
        },
        collectedAt: new Date(fleetNow).toISOString(),
        stale: false,
      },
    ]);
  });

  it('says the worst of several environments, whichever it is, and what ends first in any', async () => {
    const ends = (at: string) => ({ what: 'ca' as const, name: 'ca', at });
    const rows = [
      aRow('grade-api', { nextExpiry: ends('2026-12-01T00:00:00.000Z') }),
      aRow('grade-api', {
        environment: 'staging',
        health: 'broken',
        sentence: 'Broken there.',
        nextExpiry: ends('2027-01-01T00:00:00.000Z'),
        stale: true,
      }),
    ];

    expect(await statesOf({ rows }, 'grade-api')).toMatchObject([
      {
        health: 'broken',
        sentence: 'Broken there.',
        environment: 'staging',
        nextExpiry: ends('2026-12-01T00:00:00.000Z'),
        stale: true,
      },
    ]);
  });

  it('leaves out alike what others own, what is denied, what the catalog hides and what was never collected', async () => {
    const names = ['grade-api', 'pay-api', 'denied', 'hidden', 'new'];
    const setup = {
      entities: [
        aService('grade-api'),
        aService('pay-api', 'group:default/pay'),
        aService('denied'),
        aService('new'),
      ],
      rows: ['grade-api', 'pay-api', 'denied', 'hidden'].map(name =>
        aRow(name, { health: 'broken' }),
      ),
      denied: [refOf('denied')],
    };

    expect(refsOf(await statesOf(setup, ...names))).toEqual([
      refOf('grade-api'),
    ]);
  });

  it.each([
    ['a platform group', { own: ['group:default/platform'] }],
    ['everybody the catalog shows it to', { reports: 'catalog' as const }],
  ])('answers for services of others to %s', async (_who, setup) => {
    const items = await statesOf({ own: [], ...setup }, 'pay-api');

    expect(refsOf(items)).toEqual([refOf('pay-api')]);
  });

  it('leaves out a service whose annotations are gone since the collection', async () => {
    const bare = aService('grade-api');
    bare.metadata.annotations = {};

    expect(await statesOf({ entities: [bare] }, 'grade-api')).toEqual([]);
  });

  it('says unknown of a service whose annotations cannot be read', async () => {
    const wrong = aService('grade-api');
    wrong.metadata.annotations = { 'service-secrets.io/namespace': '../x' };
    const rows = [aRow('grade-api', { environment: '', health: 'unknown' })];

    expect(
      await statesOf({ entities: [wrong], rows }, 'grade-api'),
    ).toMatchObject([{ health: 'unknown', environment: '' }]);
  });

  it('takes two spellings of one service for one', async () => {
    const { app } = await start();

    const { body } = await request(app)
      .post(STATES)
      .send({
        entityRefs: ['Component:Default/Grade-API', refOf('grade-api')],
      });

    expect(refsOf(body.items)).toEqual([refOf('grade-api')]);
  });

  it('decides about a whole page with one question each', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `service-${index}`);
    const entities = names.map(name => aService(name));
    const { app, permissions, asked, people } = await start({ entities });
    const entityRefs = names.map(refOf);

    await request(app).post(STATES).send({ entityRefs });

    expect(asked).toHaveBeenCalledTimes(1);
    expect(permissions.authorize).toHaveBeenCalledTimes(1);
    expect(people).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['no list', {}],
    ['an empty list', { entityRefs: [] }],
    ['more than 200', { entityRefs: Array(201).fill(refOf('a')) }],
    ['a ref that climbs', { entityRefs: ['component:default/../x'] }],
    ['a ref with a row in it', { entityRefs: ['component:default/a#b'] }],
    ['a name alone', { entityRefs: ['grade-api'] }],
    ['something else than text', { entityRefs: [{}] }],
  ])('answers 400 to %s, and asks nobody', async (_what, body) => {
    const { app, asked } = await start();

    expect((await request(app).post(STATES).send(body)).status).toBe(400);
    expect(asked).not.toHaveBeenCalled();
  });

  it('is audited with the number of services', async () => {
    const { app, auditor, event } = await start();

    await request(app)
      .post(STATES)
      .send({ entityRefs: [refOf('grade-api')] });

    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'service-states-read',
        severityLevel: 'low',
        meta: { services: '1' },
      }),
    );
    expect(event.success).toHaveBeenCalledTimes(1);
  });
});

describe('GET states', () => {
  it('answers the services in these states that the caller may read, the worst first', async () => {
    const names = ['fine', 'slow', 'out', 'dark'];
    const rows = [
      aRow('fine'),
      aRow('slow', { health: 'degraded' }),
      aRow('out', { health: 'broken' }),
      aRow('dark', { health: 'unknown' }),
      aRow('pay-api', { health: 'broken' }),
    ];
    const entities = [
      ...names.map(name => aService(name)),
      aService('pay-api', 'group:default/pay'),
    ];
    const { app } = await start({ entities, rows });

    const { body } = await request(app).get(
      `${STATES}?health=degraded&health=broken`,
    );

    expect(body).toEqual({
      servedAt: new Date(fleetNow).toISOString(),
      items: [
        { entityRef: refOf('out'), uid: 'uid-of-out', health: 'broken' },
        { entityRef: refOf('slow'), uid: 'uid-of-slow', health: 'degraded' },
      ],
      complete: true,
    });
  });

  it('does not call a service healthy of which one environment is broken', async () => {
    const rows = [
      aRow('grade-api'),
      aRow('grade-api', { environment: 'staging', health: 'broken' }),
    ];
    const { app } = await start({ rows });

    const healthy = await request(app).get(`${STATES}?health=healthy`);
    const broken = await request(app).get(`${STATES}?health=broken`);

    expect(refsOf(healthy.body.items)).toEqual([]);
    expect(refsOf(broken.body.items)).toEqual([refOf('grade-api')]);
  });

  it('answers the first thousand and says that there are more', async () => {
    const names = Array.from({ length: 1001 }, (_, index) => `s-${index}`);
    const { app } = await start({
      entities: names.map(name => aService(name)),
      rows: names.map(name => aRow(name)),
    });

    const { body } = await request(app).get(`${STATES}?health=healthy`);

    expect(body.items).toHaveLength(1000);
    expect(body.complete).toBe(false);
  });

  it.each(['', '?health=', '?health=fine', '?owner=group:default/grades'])(
    'answers 400 to "%s"',
    async query => {
      const { app } = await start();

      expect((await request(app).get(`${STATES}${query}`)).status).toBe(400);
    },
  );

  it('is audited with the states asked for', async () => {
    const { app, auditor } = await start();

    await request(app).get(`${STATES}?health=broken`);

    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'services-in-state-read',
        meta: { health: 'broken' },
      }),
    );
  });
});

describe.each([
  ['nobody', mockCredentials.none.header(), 401],
  ['a service that acts for nobody', mockCredentials.service.header(), 403],
])('states, asked by %s', (_who, header, expected) => {
  it(`are refused with ${expected}, and nobody is asked`, async () => {
    const { app, asked } = await start();

    const posted = await request(app)
      .post(STATES)
      .set('Authorization', header)
      .send({ entityRefs: [refOf('grade-api')] });
    const listed = await request(app)
      .get(`${STATES}?health=broken`)
      .set('Authorization', header);

    expect([posted.status, listed.status]).toEqual([expected, expected]);
    expect(asked).not.toHaveBeenCalled();
  });
});
