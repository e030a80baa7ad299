import { inspect } from 'node:util';

import { BACK_REFERENCE_ANNOTATION } from 'backstage-plugin-service-secrets-common';

import { hostileNames } from '../testSupport/hostileNames';
import {
  SeenRequest,
  sendJson,
  startHttpServer,
  TestServer,
} from '../testSupport/startHttpServer';
import { Transport } from '../upstream/Transport';
import { ClientNodeKubernetesProvisioner } from './ClientNodeKubernetesProvisioner';
import { KubernetesWriter } from './KubernetesWriter';
import { kubernetesProvisionerPaths } from './provisionerPaths';

const CANARY = 'canary-8d1f';
const PATH = '/api/v1/namespaces/demo-a/serviceaccounts/demo-a';
const account = { namespace: 'demo-a', name: 'demo-a' };
const ref = { apiVersion: 'v1', kind: 'ServiceAccount', ...account };
const annotations = { [BACK_REFERENCE_ANNOTATION]: 'component:default/a' };
const manifest = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { ...account, annotations },
  automountServiceAccountToken: false,
};

type Answer = (request: SeenRequest) => [number, unknown];

function metadata(resourceVersion: string, owner = annotations) {
  return { metadata: { uid: 'u-1', resourceVersion, annotations: owner } };
}

describe('ClientNodeKubernetesProvisioner over the wire', () => {
  let server: TestServer;
  let transport: Transport;
  let answer: Answer;

  beforeEach(async () => {
    answer = () => [404, { kind: 'Status', message: CANARY }];
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

  function open(): ClientNodeKubernetesProvisioner {
    const { origin: url } = server;
    const identity = { name: 'demo', url, serviceAccountToken: CANARY };
    return new ClientNodeKubernetesProvisioner(identity, transport);
  }

  const lines = () =>
    server.requests.map(({ method, url }) => `${method} ${url}`);

  async function failureOf(promise: Promise<unknown>): Promise<Error> {
    return promise.then(
      () => {
        throw new Error('did not fail');
      },
      (error: Error) => error,
    );
  }

  it('creates without taking fields from anybody, as its own field manager and identity', async () => {
    answer = ({ method }) =>
      method === 'GET' ? [404, {}] : [201, metadata('1')];

    expect(await open().apply(manifest)).toBe('created');

    expect(lines()).toEqual([
      `GET ${PATH}`,
      `PATCH ${PATH}?fieldManager=service-secrets&force=false`,
    ]);
    const [, { headers, body }] = server.requests;
    expect(headers['content-type']).toBe('application/apply-patch+yaml');
    expect(headers.authorization).toBe(`Bearer ${CANARY}`);
    expect(JSON.parse(body)).toEqual(manifest);
    // The first request imports client-node, which takes a busy machine seconds.
  }, 30_000);

  it('takes back drifted fields of the very object it has seen to be its own', async () => {
    answer = ({ method }) => [200, metadata(method === 'GET' ? '1' : '2')];

    expect(await open().apply(manifest)).toBe('changed');

    expect(lines()[1]).toBe(
      `PATCH ${PATH}?fieldManager=service-secrets&force=true`,
    );
    expect(JSON.parse(server.requests[1].body)).toMatchObject({
      metadata: { uid: 'u-1' },
    });
    answer = () => [200, metadata('2')];
    expect(await open().apply(manifest)).toBe('unchanged');
  });

  it.each([
    ['another service', { [BACK_REFERENCE_ANNOTATION]: 'component:default/b' }],
    ['nobody', {}],
  ])('writes nothing over an object of %s', async (_, owner) => {
    answer = () => [
      200,
      { metadata: { ...metadata('1').metadata, annotations: owner } },
    ];

    expect(await failureOf(open().apply(manifest))).toMatchObject({
      code: 'denied',
      message: expect.stringContaining("it is not this service's own"),
    });
    expect(lines()).toEqual([`GET ${PATH}`]);
  });

  const tooLong = 'x'.repeat(254);
  it.each([...hostileNames.slice(0, -1), tooLong])(
    'sends nothing for the name %j',
    async name => {
      const api = open();
      const named = { ...manifest, metadata: { ...account, name } };
      for (const attempt of [
        () => api.apply(named),
        () => api.remove({ ...ref, name }),
        () => api.owner({ ...ref, namespace: name }),
        () => api.podsOf({ ...account, name }),
        () => api.tokenOf({ ...account, namespace: name }, 'vault'),
      ]) {
        expect(await failureOf(attempt())).toMatchObject({ code: 'not-found' });
      }
      expect(server.requests).toHaveLength(0);
    },
  );

  it.each([
    [{ ...ref, kind: 'Secret' }],
    [{ ...ref, apiVersion: 'v2' }],
    [
      {
        ...ref,
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
      },
    ],
    [{ ...ref, namespace: undefined }],
    [{ apiVersion: 'v1', kind: 'Namespace', ...account }],
  ])('sends nothing for %j, which is none of our manifests', async other => {
    const api = open();
    await failureOf(api.remove(other));
    await failureOf(api.owner(other));
    expect(server.requests).toHaveLength(0);
  });

  it('sends nothing for an audience that is no name', async () => {
    await failureOf(open().tokenOf(account, 'a"b'));
    expect(server.requests).toHaveLength(0);
  });

  it('follows no redirect: the other origin sees nothing', async () => {
    const other = await startHttpServer((_, response) =>
      sendJson(response, 200, metadata('1')),
    );
    await server.stop();
    server = await startHttpServer((_, response) => {
      response.writeHead(307, { location: `${other.origin}${PATH}` });
      response.end();
    });
    await transport.close();
    transport = new Transport({
      origin: server.origin,
      concurrency: 8,
      requestsPerSecond: 1000,
      timeoutMs: 2000,
    });
    const api = open();
    await failureOf(api.remove(ref));
    await failureOf(api.tokenOf(account, 'vault'));
    await failureOf(api.owner(ref));

    expect(server.requests).toHaveLength(3);
    expect(other.requests).toHaveLength(0);
    await other.stop();
  });

  it.each([
    [409, 'denied', /another manager owns fields/],
    [422, 'denied', /refuses its values/],
    [403, 'denied', /is not permitted/],
    [404, 'not-found', /its namespace or its kind is missing/],
    [500, 'unreachable', /cannot be reached/],
    [200, 'bad-answer', /do not understand/],
  ])('says in our own words what %s means', async (status, code, message) => {
    answer = ({ method }) =>
      method === 'GET' ? [404, {}] : [status, { message: CANARY }];

    const error = await failureOf(open().apply(manifest));

    expect(error).toMatchObject({ name: 'KubernetesError', code });
    expect(error.message).toMatch(message);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(
      CANARY,
    );
  });

  it('names the RBAC rule an apply needs', async () => {
    answer = ({ method }) => (method === 'GET' ? [404, {}] : [403, {}]);

    expect(await failureOf(open().apply(manifest))).toMatchObject({
      missingRule:
        '- apiGroups: [""]\n  resources: ["serviceaccounts"]\n  verbs: ["create", "patch"]',
    });
  });

  it('names only the running pods of the account, also when the server does not select', async () => {
    const pod = (name: string, serviceAccountName: string, phase: string) => ({
      metadata: { name },
      spec: { serviceAccountName },
      status: { phase },
    });
    answer = () => [
      200,
      {
        metadata: {},
        items: [
          pod('b', 'demo-a', 'Running'),
          pod('a', 'demo-a', 'Pending'),
          pod('c', 'demo-a', 'Succeeded'),
          pod('d', 'other', 'Running'),
        ],
      },
    ];

    expect(await open().podsOf(account)).toEqual(['a', 'b']);
    expect(lines()[0]).toContain(
      'fieldSelector=spec.serviceAccountName%3Ddemo-a',
    );
  });

  it('asks for a token of ten minutes for one audience', async () => {
    answer = () => [201, { status: { token: 'of-the-service' } }];

    expect(await open().tokenOf(account, 'vault')).toBe('of-the-service');

    expect(lines()).toEqual([`POST ${PATH}/token`]);
    expect(JSON.parse(server.requests[0].body)).toMatchObject({
      spec: { audiences: ['vault'], expirationSeconds: 600 },
    });
  });

  it.each([
    ['moves the path', 'DELETE', '/api/v1/namespaces/demo-a'],
    ['adds a parameter', 'DELETE', `${PATH}?dryRun=All`],
    ['changes the method', 'PUT', PATH],
    ['leaves the cluster', 'DELETE', `http://127.0.0.1:1${PATH}`],
  ])('stops at the wire a signed request that %s', async (_, method, url) => {
    const writer = new KubernetesWriter({
      target: 'demo',
      transport,
      sign: async () => ({
        method,
        headers: {},
        url: new URL(url, server.origin).href,
      }),
    });
    const send = writer.send(() => kubernetesProvisionerPaths.remove(ref));

    expect(await failureOf(send)).toMatchObject({ code: 'bad-answer' });
    expect(server.requests).toHaveLength(0);
  });
});
