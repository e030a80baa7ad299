import { eventually } from '../testSupport/sandboxProbe';
import { objectOf, textOf } from './api/json';
import { startKubernetes, type KubernetesServer } from './startKubernetes';
import { callApi, type Answer } from './testSupport/callApi';
import {
  aDeployment,
  deployments,
  merge,
  secrets,
  tokenReviews,
  type Case,
  type Who,
} from './testSupport/Case';
import { objectCases } from './testSupport/objectCases';
import { requestCases } from './testSupport/requestCases';
import { workloadCases } from './testSupport/workloadCases';

const cases = [...requestCases, ...workloadCases, ...objectCases];

describe('startKubernetes', () => {
  let server: KubernetesServer;
  let accountToken = '';

  function call(
    asked: Pick<Case, 'method' | 'path' | 'who' | 'body' | 'type'>,
  ): Promise<Answer> {
    const { method, path, body, who = 'admin' } = asked;
    const tokens: Record<Who, string> = {
      admin: server.adminToken,
      account: accountToken,
      nobody: '',
      stranger: 'bad',
    };
    const headers: Record<string, string> = {};
    if (tokens[who]) headers.authorization = `Bearer ${tokens[who]}`;
    if (body !== undefined)
      headers['content-type'] = asked.type ?? 'application/json';
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return callApi(server, { method, path, headers, body: text ?? '' });
  }

  async function create(path: string, body: unknown): Promise<void> {
    const answer = await call({ method: 'POST', path, body });
    if (answer.status !== 201)
      throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  }

  beforeAll(async () => {
    server = await startKubernetes();
    const inTeam = '/api/v1/namespaces/team-a';
    await create('/api/v1/namespaces', { metadata: { name: 'team-a' } });
    await create(`${inTeam}/serviceaccounts`, {
      metadata: { name: 'grade-api-sa' },
    });
    await create(deployments, aDeployment('web'));
    await create(secrets, { metadata: { name: 's1' }, stringData: { a: 'b' } });
    await create(`${inTeam}/pods`, {
      metadata: { name: 'p' },
      spec: { containers: [{ name: 'app', image: 'x:1' }] },
    });
    await create('/apis/cert-manager.io/v1/namespaces/team-a/certificates', {
      metadata: { name: 'tls' },
      spec: { secretName: 's', issuerRef: { name: 'i' }, unknown: 1 },
    });
    accountToken = await server.issueServiceAccountToken({
      namespace: 'team-a',
      name: 'grade-api-sa',
    });
  });

  afterAll(() => server.stop());

  it.each(cases)('answers $status to $what', async asked => {
    const answer = await call(asked);
    const body = objectOf(answer.body);
    expect({
      status: answer.status,
      reason: asked.reason && body.reason,
      message: textOf(body.message),
    }).toEqual({
      status: asked.status,
      reason: asked.reason,
      message: expect.stringContaining(asked.message ?? ''),
    });
  });

  it('gives 401 for a token of another audience, and a review tells why', async () => {
    const token = await server.issueServiceAccountToken({
      namespace: 'team-a',
      name: 'grade-api-sa',
      audiences: ['vault'],
    });
    const headers = { authorization: `Bearer ${token}` };
    const path = '/api/v1/namespaces/team-a/pods';
    const used = await callApi(server, {
      method: 'GET',
      path,
      headers,
      body: '',
    });
    expect(used.status).toBe(401);
    const review = async (audiences: string[]) => {
      const body = { spec: { token, audiences } };
      const answer = await call({ method: 'POST', path: tokenReviews, body });
      return objectOf(objectOf(answer.body).status);
    };
    expect(await review(['vault'])).toMatchObject({
      authenticated: true,
      audiences: ['vault'],
      user: { username: 'system:serviceaccount:team-a:grade-api-sa' },
    });
    expect(await review([])).toEqual({
      user: {},
      error:
        '[invalid bearer token, token audiences ["vault"] is invalid for the target audiences ["https://kubernetes.default.svc"]]',
    });
  });

  it('prunes fields a custom resource does not have', async () => {
    const path = '/apis/cert-manager.io/v1/namespaces/team-a/certificates/tls';
    const { body } = await call({ method: 'GET', path });
    expect(objectOf(body).spec).toEqual({
      secretName: 's',
      issuerRef: { name: 'i' },
    });
  });

  it('refuses new objects in a namespace that is being terminated, and removes it once it is empty', async () => {
    const held = '/api/v1/namespaces/held';
    await create('/api/v1/namespaces', { metadata: { name: 'held' } });
    await create(`${held}/configmaps`, {
      metadata: { name: 'c', finalizers: ['example.com/x'] },
    });
    await call({ method: 'DELETE', path: held });
    const body = { metadata: { name: 'late' } };
    const late = await call({ method: 'POST', path: `${held}/secrets`, body });
    expect(late.status).toBe(403);
    expect(objectOf(late.body).message).toBe(
      'secrets "late" is forbidden: unable to create new content in namespace held because it is being terminated',
    );
    await call({
      method: 'PATCH',
      path: `${held}/configmaps/c`,
      body: { metadata: { finalizers: null } },
      type: merge,
    });
    const gone = async () =>
      (await call({ method: 'GET', path: held })).status === 404;
    expect(await eventually(gone, isGone => isGone)).toBe(true);
  });

  it('streams the state and then a bookmark when a watch asks for initial events', async () => {
    const { body } = await call({
      method: 'GET',
      path: `${deployments}?watch=1&timeoutSeconds=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
    });
    expect(body).toMatchObject([
      { type: 'ADDED', object: { metadata: { name: 'web' } } },
      {
        type: 'BOOKMARK',
        object: {
          metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
        },
      },
      { type: 'BOOKMARK' },
    ]);
  });
});
