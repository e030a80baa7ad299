import { inspect } from 'node:util';

import { hostileNames } from '../testSupport/hostileNames';
import {
  SeenRequest,
  sendJson,
  startHttpServer,
  TestServer,
} from '../testSupport/startHttpServer';
import { Transport } from '../upstream/Transport';
import { ClientNodeKubernetesOperator } from './ClientNodeKubernetesOperator';

const CANARY = 'canary-3f0d';
const PATH =
  '/apis/cert-manager.io/v1/namespaces/demo-a/certificates/demo-a-tls';
const certificate = { namespace: 'demo-a', name: 'demo-a-tls' };
const at = new Date('2026-12-24T12:00:00.500Z');
const ready = {
  type: 'Ready',
  status: 'True',
  reason: 'Ready',
  lastTransitionTime: '2026-12-01T00:00:00Z',
  observedGeneration: 3,
};

function found(...conditions: object[]) {
  const metadata = { resourceVersion: '41', generation: 3 };
  return { metadata, status: { conditions } };
}

describe('ClientNodeKubernetesOperator over the wire', () => {
  let server: TestServer;
  let transport: Transport;
  let answer: (request: SeenRequest) => [number, unknown];

  beforeEach(async () => {
    answer = () => [200, found(ready)];
    server = await startHttpServer((request, response) =>
      sendJson(response, ...answer(request)),
    );
    transport = new Transport({
      origin: server.origin,
      concurrency: 8,
      requestsPerSecond: 1000,
      timeoutMs: 2000,
    });
  });

  afterEach(async () => {
    await transport.close();
    await server.stop();
  });

  function open() {
    const { origin: url } = server;
    const identity = { name: 'demo', url, serviceAccountToken: CANARY };
    return new ClientNodeKubernetesOperator(identity, transport, () => at);
  }

  it('sets the condition that makes cert-manager issue, and keeps the others', async () => {
    const failed = { type: 'Issuing', status: 'False', reason: 'Failed' };
    answer = () => [200, found(ready, failed)];

    expect(await open().reissueCertificate(certificate)).toBe(true);

    const [read, write] = server.requests;
    expect([read.method, read.url]).toEqual(['GET', PATH]);
    expect([write.method, write.url]).toEqual(['PATCH', `${PATH}/status`]);
    expect(write.headers['content-type']).toBe('application/merge-patch+json');
    expect(JSON.parse(write.body)).toEqual({
      metadata: { resourceVersion: '41' },
      status: {
        conditions: [
          ready,
          {
            type: 'Issuing',
            status: 'True',
            reason: 'ManuallyTriggered',
            message: 'Re-issue asked for in Backstage',
            lastTransitionTime: '2026-12-24T12:00:00Z',
            observedGeneration: 3,
          },
        ],
      },
    });
    // The first request imports client-node, which takes a busy machine seconds.
  }, 30_000);

  it('writes nothing when it is being issued already', async () => {
    answer = () => [200, found(ready, { type: 'Issuing', status: 'True' })];

    expect(await open().reissueCertificate(certificate)).toBe(true);
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('looks again when cert-manager wrote in between, and then writes on what it found', async () => {
    let writes = 0;
    answer = ({ method }) => {
      if (method === 'GET') return [200, found(ready)];
      writes += 1;
      return writes === 1 ? [409, { kind: 'Status' }] : [200, found(ready)];
    };

    expect(await open().reissueCertificate(certificate)).toBe(true);
    expect(server.requests.map(({ method }) => method)).toEqual([
      ...['GET', 'PATCH', 'GET', 'PATCH'],
    ]);
  });

  it('is done when the answer got lost and the condition is there', async () => {
    let isSet = false;
    const issuing = { type: 'Issuing', status: 'True' };
    answer = ({ method }) => {
      if (method === 'GET')
        return [200, found(ready, ...(isSet ? [issuing] : []))];
      if (isSet) return [409, { kind: 'Status' }];
      isSet = true;
      return [504, { kind: 'Status' }];
    };

    expect(await open().reissueCertificate(certificate)).toBe(true);
  });

  it('gives up when somebody writes in between each time', async () => {
    answer = ({ method }) =>
      method === 'GET' ? [200, found(ready)] : [409, { kind: 'Status' }];

    await expect(open().reissueCertificate(certificate)).rejects.toMatchObject({
      name: 'KubernetesError',
      message: expect.stringContaining('meanwhile'),
    });
    expect(server.requests).toHaveLength(6);
  });

  it('says so when there is no such Certificate', async () => {
    answer = () => [404, { kind: 'Status' }];
    expect(await open().reissueCertificate(certificate)).toBe(false);
  });

  it.each([
    ['GET', /read certificate demo-a\/demo-a-tls is not permitted/, '"get"'],
    ['PATCH', /re-issue certificate demo-a\/demo-a-tls/, '"patch"'],
  ])(
    'names the rule that is missing when %s is refused, and nothing of the answer',
    async (method, message, verb) => {
      answer = request =>
        request.method === method
          ? [403, { kind: 'Status', message: CANARY }]
          : [200, found(ready)];

      const failure: unknown = await open()
        .reissueCertificate(certificate)
        .catch((error: unknown) => error);

      expect(failure).toMatchObject({
        code: 'denied',
        message: expect.stringMatching(message),
        missingRule: expect.stringContaining(verb),
      });
      expect(inspect(failure, { depth: 9 })).not.toContain(CANARY);
    },
  );

  // The last is too long for a Vault name, not for a Certificate's.
  it.each(hostileNames.slice(0, -1))(
    'asks nothing for the name %j',
    async name => {
      const operator = open();
      await expect(
        operator.reissueCertificate({ ...certificate, name }),
      ).rejects.toMatchObject({ name: 'KubernetesError' });
      await expect(
        operator.reissueCertificate({ ...certificate, namespace: name }),
      ).rejects.toMatchObject({ name: 'KubernetesError' });
      expect(server.requests).toEqual([]);
    },
  );
});
