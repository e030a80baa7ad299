import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  kubernetesServiceRef,
  vaultServiceRef,
} from 'backstage-plugin-service-secrets-node';
import request from 'supertest';

import { SqliteFile } from '../database/__testUtils__/SqliteFile';
import { serviceSecretsPlugin } from '../plugin';
import { anEntity, testConfig, World } from '../testSupport/World';

const FLEET = '/api/service-secrets/v1/fleet';
const group = 'group:default/platform';
const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const targets = names.map(name => ({
  entityRef: `component:default/${name}`,
  environment: 'production',
}));
const until = new Date(Date.now() + 30 * 86_400_000).toISOString();

jest.setTimeout(120_000);

function entities() {
  const entity = anEntity({ 'service-secrets.io/auth-role': 'grade-api' });
  return names.map(name => ({
    ...entity,
    metadata: { ...entity.metadata, name },
  }));
}

function config() {
  const { environments, bindings } = testConfig;
  const serviceSecrets = {
    environments,
    bindings,
    access: { platformGroups: [group] },
  };
  // What tests write is JSON.
  return JSON.parse(JSON.stringify({ serviceSecrets }));
}

describe('the fleet on SQLite', () => {
  let file: SqliteFile;

  beforeEach(async () => {
    file = await SqliteFile.make();
  });

  afterEach(async () => {
    await file.remove();
  });

  async function start() {
    const knex = file.connect();
    const world = new World();
    const userInfo = mockServices.userInfo({ ownershipEntityRefs: [group] });
    const { server } = await startTestBackend({
      features: [
        serviceSecretsPlugin,
        catalogServiceMock.factory({ entities: entities() }),
        mockServices.rootConfig.factory({ data: config() }),
        mockServices.database.mock({ getClient: async () => knex }).factory,
        createServiceFactory({
          service: coreServices.userInfo,
          deps: {},
          factory: () => userInfo,
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
    return { get, post };
  }

  async function collected({ get, post }: Awaited<ReturnType<typeof start>>) {
    expect((await post('run')).status).toBe(202);
    for (let tries = 0; tries < 200; tries += 1) {
      const { body } = await get('run');
      if (body.last && !body.running && !body.requested) return body.last;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error('the collection did not end');
  }

  it('collects several services at a time, while the page is asked, and answers every question', async () => {
    const backend = await start();
    const asked = ['rows?limit=2', 'summary', 'expiry', 'roles', 'concerns'];
    const [last, ...answers] = await Promise.all([
      collected(backend),
      ...asked.map(async path => (await backend.get(path)).status),
    ]);

    expect(last).toMatchObject({ state: 'done', collected: 6, failed: 0 });
    expect(answers).toEqual([200, 200, 200, 200, 200]);
    const page = await backend.get('rows?limit=4&text=PRODUCTION&health=none');
    expect(page.status).toBe(400);
    const seen = await backend.get('rows?limit=4&adoption=dynamic&sort=leases');
    expect(seen.body).toMatchObject({ total: 6 });
    const next = `rows?limit=4&adoption=dynamic&sort=leases&cursor=${seen.body.nextCursor}`;
    const rest = await backend.get(next);
    expect(
      [...seen.body.items, ...rest.body.items].map(row => row.entityRef),
    ).toEqual(targets.map(({ entityRef }) => entityRef));
    expect((await backend.get('history?days=7')).body.points).toHaveLength(7);
    expect((await backend.get('export?format=json')).body.rows).toHaveLength(6);
  });

  it('signs many off, takes that back, and mutes rows', async () => {
    const backend = await start();
    await collected(backend);
    const { get, post } = backend;

    const signed = await post('reviews', { targets, until, note: 'seen' });
    expect(signed.body.done).toHaveLength(6);
    expect((await get('rows?review=signed')).body.total).toBe(6);
    await post('withdrawals', { targets: targets.slice(1), note: '' });
    expect((await get('rows?review=signed')).body.total).toBe(1);

    const mute = { targets: targets.slice(0, 2), until, reason: 'moving' };
    expect((await post('mutes', mute)).body.done).toHaveLength(2);
    const { items } = (await get('rows?sort=title')).body;
    expect(items.filter(({ muted }: { muted?: object }) => muted)).toHaveLength(
      2,
    );
  });
});
