import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { aLease } from 'backstage-plugin-service-secrets-node/testUtils';
import express from 'express';
import request from 'supertest';

import { createServices } from '../createServices';
import { certificateCases } from '../testSupport/cases/certificateCases';
import { databaseCases } from '../testSupport/cases/databaseCases';
import { loginCases } from '../testSupport/cases/loginCases';
import { World } from '../testSupport/World';
import { EntityAccess } from './EntityAccess';
import { FleetAccess } from './FleetAccess';
import { LeaseHandles } from './LeaseHandles';
import { serviceApi } from './openapi/serviceApi';
import { createRouter } from './router';
import { serviceRoutes } from './serviceRoutes';

/** Answers that do not fit the document become errors. */
function strictApp(world: World) {
  const permissions = mockServices.permissions();
  const auditor = mockServices.auditor.mock();
  auditor.createEvent.mockImplementation(async () => ({
    success: async () => {},
    fail: async () => {},
  }));
  const clock = () => world.now;
  const services = createServices({
    config: world.config,
    vault: world.vaultService,
    kubernetes: world.kubernetesService,
    clock,
  });
  const userInfo = mockServices.userInfo({
    ownershipEntityRefs: ['group:default/platform'],
  });
  const admitted = {
    permissions,
    userInfo,
    access: {
      reports: 'catalog' as const,
      platformGroups: ['group:default/platform'],
    },
  };
  const access = new EntityAccess({
    catalog: catalogServiceMock({ entities: [world.entity] }),
    ...admitted,
  });
  const fleetAccess = new FleetAccess(admitted);
  const routes = serviceRoutes({
    ...services,
    access,
    auditor,
    clock,
    handles: new LeaseHandles('test'),
    httpAuth: mockServices.httpAuth(),
    fleetAccess,
  });
  const router = createRouter({
    routes: [routes],
    logger: mockServices.logger.mock(),
    validateResponses: true,
  });
  return express().use(router).use(mockErrorHandler());
}

const SERVICE = '/v1/services/component/default/grade-api';

describe('openapi', () => {
  const cases = [...loginCases, ...databaseCases, ...certificateCases];

  it.each(cases.map(row => [row.code, row.cause, row] as const))(
    'describes the report with %s when %s',
    async (_code, _cause, { arrange }) => {
      const world = new World();
      arrange(world);

      const { status, body } = await request(strictApp(world)).get(
        `${SERVICE}/report`,
      );

      expect([status, body.error]).toEqual([200, undefined]);
    },
  );

  it('describes pages of leases in every state', async () => {
    const world = new World();
    world.vault.state.leases = [
      aLease(),
      aLease({
        id: 'database/creds/grade-api-role/gone',
        expiresInSeconds: -9,
      }),
    ];
    world.vault.state.irrevocable = [{ id: aLease().id, reason: 'x' }];

    const { status, body } = await request(strictApp(world)).get(
      `${SERVICE}/leases?limit=1`,
    );

    expect(status).toBe(200);
    expect(body.items[0].state).toBe('irrevocable');
    expect(body.nextCursor).toBe('1');
  });

  it('describes the health of the upstreams', async () => {
    const world = new World();
    world.vault.fail('health', 'unreachable');

    expect((await request(strictApp(world)).get('/v1/health')).status).toBe(
      200,
    );
  });

  it('has no parameter that could carry a path, a role or an address', () => {
    const names = Object.values(serviceApi.paths).flatMap(({ get }) =>
      get.parameters.map(parameter => Object.entries(parameter)[0]),
    );

    expect([...new Set(names.map(([, name]) => String(name)))].sort()).toEqual([
      'cursor',
      'environment',
      'fresh',
      'kind',
      'limit',
      'name',
      'namespace',
    ]);
  });
});
