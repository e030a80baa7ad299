import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import { aProvisionRequest } from 'backstage-plugin-service-secrets-node/testUtils';
import express from 'express';
import { once } from 'node:events';
import supertest from 'supertest';

import { ProvisionWorld } from '../__testUtils__/ProvisionWorld';
import { createRouter } from '../serve/router';
import { provisionRoutes } from './provisionRoutes';

// The document is compiled with the first request, which takes a busy machine its time.
jest.setTimeout(30_000);

/** Answers that do not fit the document become errors. */
function strictApp(world: ProvisionWorld) {
  const auditor = mockServices.auditor.mock();
  const event = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockImplementation(async () => event);
  const httpAuth = mockServices.httpAuth();
  const router = createRouter({
    routes: [provisionRoutes({ auditor, httpAuth, provision: world.service })],
    logger: mockServices.logger.mock(),
    validateResponses: true,
  });
  const app = express().use(router).use(mockErrorHandler());
  const post = (what: string, body: object) =>
    supertest(app).post(`/v1/provision/${what}`).send(body);
  return { app, auditor, event, post };
}

const request = aProvisionRequest({ staticRole: undefined });
const { entityRef, owner, environment } = request;

/** Of the first run, when it is no longer under way. */
async function stateOfRun({ ledger }: ProvisionWorld): Promise<string> {
  for (let waited = 0; waited < 100; waited += 1) {
    const [run] = await ledger.runsOf(request);
    if (run && run.state !== 'open') return run.state;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return 'open';
}

describe('the routes of provisioning', () => {
  it('answer as the document says, from offers to retirement', async () => {
    const { app, post } = strictApp(new ProvisionWorld());
    const answers = [
      await supertest(app).get(`/v1/provision/offers?owner=${owner}`),
      await post('plan', { request }),
      await post('render', { request, target: 'terraform' }),
      await post('apply', { request, applyManifests: true }),
      await post('verify', { request, proof: true }),
      await post('retire', {
        ...{ entityRef, owner, environment },
        removeManifests: true,
      }),
    ];

    expect(answers.map(({ status, body }) => [status, body.error])).toEqual(
      answers.map(() => [200, undefined]),
    );
    const again = await post('apply', { request });
    const undone = await post('undo', { runId: again.body.runId });
    expect([undone.status, undone.body.leftOvers]).toEqual([200, []]);
  });

  it.each([
    ['a field nobody knows', 'plan', { request, sql: 'x' }],
    [
      'a field nobody knows in the request',
      'plan',
      { request: { ...request, vaultServer: 'https://evil.example' } },
    ],
    ['a kind nobody knows', 'apply', { request, only: ['secret'] }],
    ['a digest that is none', 'apply', { request, digest: 'x' }],
    ['a run that is no id', 'undo', { runId: '../x' }],
    ['a target nobody knows', 'render', { request, target: 'shell' }],
    ['nothing', 'retire', {}],
    ...['component:default/..', 'component:../..', 'component:./a'].map(
      (bad): [string, string, object] => [
        `the ref ${bad}, which would move a path of the catalog`,
        'retire',
        { entityRef: bad, owner, environment },
      ],
    ),
  ])('answer 400 for %s, and ask nobody', async (_what, route, body) => {
    const world = new ProvisionWorld();
    const { post } = strictApp(world);

    expect((await post(route, body)).status).toBe(400);
    expect(world.calls).toBe(0);
  });

  it('answer 409 with the words when an object is somebody else’s', async () => {
    const world = new ProvisionWorld();
    world.vault.objects.set('policy svc-grade-api', {
      kind: 'policy',
      text: 'path "a" {}',
    });

    const { status, body } = await strictApp(world).post('apply', { request });

    expect([status, body.error.message]).toEqual([
      409,
      expect.stringMatching(/^Nothing was written\. policy svc-grade-api/),
    ]);
  });

  it('answer 503 with the run when Vault fails half-way', async () => {
    const world = new ProvisionWorld();
    world.vault.failAtWrite = 3;

    const { status, body } = await strictApp(world).post('apply', { request });

    expect([status, body.error.message]).toEqual([
      503,
      expect.stringMatching(/^Run [0-9a-f-]{36} stopped: /),
    ]);
  });

  it('stop before the next write when the connection ends, as it does for a task that is cancelled', async () => {
    const world = new ProvisionWorld();
    const { app } = strictApp(world);
    const server = app.listen(0, '127.0.0.1');
    const caller = new AbortController();
    world.vault.calls.onCall = async (method, _ref, phase) => {
      if (method !== 'write' || phase !== 'after') return;
      caller.abort();
      // The news of it takes a moment to arrive.
      await new Promise(resolve => setTimeout(resolve, 200));
    };
    try {
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;

      await expect(
        fetch(`http://127.0.0.1:${port}/v1/provision/apply`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ request }),
          signal: caller.signal,
        }),
      ).rejects.toThrow();
      await expect(stateOfRun(world)).resolves.toBe('failed');
    } finally {
      server.close();
    }
    expect(world.vault.writes).toBe(1);
  });

  it('are audited once a call, with names and no value', async () => {
    const { post, auditor, event } = strictApp(new ProvisionWorld());

    await post('apply', { request, applyManifests: true });

    expect(auditor.createEvent).toHaveBeenCalledTimes(1);
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'provision-apply',
        severityLevel: 'high',
        meta: {
          ...{ entityRef, owner, environment },
          only: 'all',
          digest: 'none',
          applyManifests: 'true',
        },
      }),
    );
    expect(event.success).toHaveBeenCalledTimes(1);
  });

  it('say in the audit log which plan was approved, and what of a retirement was confirmed', async () => {
    const { post, auditor } = strictApp(new ProvisionWorld());
    const { body } = await post('plan', { request });

    await post('apply', { request, digest: body.digest });
    await post('retire', {
      ...{ entityRef, owner, environment },
      ...{ confirmed: true, removeManifests: true },
    });

    const told = auditor.createEvent.mock.calls.map(([{ meta }]) => meta);
    expect(told.slice(1)).toEqual([
      expect.objectContaining({ digest: body.digest }),
      expect.objectContaining({
        ...{ dryRun: 'false', confirmed: 'true', removeManifests: 'true' },
      }),
    ]);
  });
});
