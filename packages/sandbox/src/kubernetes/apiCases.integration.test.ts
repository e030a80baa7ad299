import { objectOf, textOf } from './api/json';
import { startKubernetes, type KubernetesServer } from './startKubernetes';
import { callApi, type Answer } from './testSupport/callApi';

type Who = 'admin' | 'account' | 'nobody' | 'stranger';

interface Case {
  what: string;
  method: string;
  path: string;
  who?: Who;
  body?: unknown;
  type?: string;
  status: number;
  reason?: string;
  message?: string;
}

const deployments = '/apis/apps/v1/namespaces/team-a/deployments';
const secrets = '/api/v1/namespaces/team-a/secrets';
const account = '/api/v1/namespaces/team-a/serviceaccounts/grade-api-sa';
const tokenReviews = '/apis/authentication.k8s.io/v1/tokenreviews';
const merge = 'application/merge-patch+json';

function aDeployment(name: string, change: object = {}) {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'app', image: 'example/app:1' }] },
      },
    },
    ...change,
  };
}

// What a kube-apiserver 1.36 answered to the same requests.
const cases: Case[] = [
  {
    what: 'health',
    method: 'GET',
    path: '/healthz',
    who: 'nobody',
    status: 200,
  },
  { what: 'an unknown path', method: 'GET', path: '/nope', status: 404 },
  {
    what: 'an unknown group',
    method: 'GET',
    path: '/apis/nope.example/v1',
    status: 404,
  },
  {
    what: 'an unknown resource',
    method: 'GET',
    path: '/api/v1/frobs',
    status: 404,
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
  },
  {
    what: 'a double slash',
    method: 'GET',
    path: '/api/v1//namespaces',
    status: 404,
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
  },
  {
    what: 'an encoded slash',
    method: 'GET',
    path: '/api/v1/namespaces/a%2Fb/secrets',
    status: 404,
    reason: 'NotFound',
  },
  {
    what: 'dot-dot as a namespace',
    method: 'GET',
    path: '/api/v1/namespaces/%2e%2e/secrets',
    status: 500,
    message: 'invalid key: "/secrets/.."',
  },
  {
    what: 'a verb the path has not',
    method: 'POST',
    path: '/api/v1/namespaces/default/pods/x',
    body: {},
    status: 405,
    reason: 'MethodNotAllowed',
  },
  {
    what: 'no token',
    method: 'GET',
    path: '/api/v1/namespaces',
    who: 'nobody',
    status: 403,
    reason: 'Forbidden',
    message:
      'namespaces is forbidden: User "system:anonymous" cannot list resource "namespaces" in API group "" at the cluster scope',
  },
  {
    what: 'a bad token',
    method: 'GET',
    path: '/api/v1/namespaces',
    who: 'stranger',
    status: 401,
    reason: 'Unauthorized',
    message: 'Unauthorized',
  },
  {
    what: 'an account without rights',
    method: 'GET',
    path: secrets,
    who: 'account',
    status: 403,
    reason: 'Forbidden',
    message:
      'secrets is forbidden: User "system:serviceaccount:team-a:grade-api-sa" cannot list resource "secrets" in API group "" in the namespace "team-a"',
  },
  {
    what: 'an account that reviews tokens',
    method: 'POST',
    path: tokenReviews,
    who: 'account',
    body: { spec: { token: 'x' } },
    status: 403,
    reason: 'Forbidden',
  },
  {
    what: 'an empty token to review',
    method: 'POST',
    path: tokenReviews,
    body: { spec: { token: '' } },
    status: 400,
    reason: 'BadRequest',
    message: 'token is required for TokenReview in authentication',
  },
  {
    what: 'a token that lives too shortly',
    method: 'POST',
    path: `${account}/token`,
    body: { spec: { expirationSeconds: 60 } },
    status: 422,
    reason: 'Invalid',
    message:
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes',
  },
  {
    what: 'a token for nobody',
    method: 'POST',
    path: '/api/v1/namespaces/team-a/serviceaccounts/nope/token',
    body: { spec: {} },
    status: 404,
    reason: 'NotFound',
    message: 'serviceaccounts "nope" not found',
  },
  {
    what: 'a taken name',
    method: 'POST',
    path: '/api/v1/namespaces',
    body: { metadata: { name: 'team-a' } },
    status: 409,
    reason: 'AlreadyExists',
    message: 'namespaces "team-a" already exists',
  },
  {
    what: 'a bad name',
    method: 'POST',
    path: '/api/v1/namespaces',
    body: { metadata: { name: 'Bad_Name' } },
    status: 422,
    reason: 'Invalid',
    message:
      'Namespace "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": a lowercase RFC 1123 label must consist of',
  },
  {
    what: 'an absent namespace',
    method: 'POST',
    path: '/apis/apps/v1/namespaces/absent/deployments',
    body: aDeployment('a'),
    status: 404,
    reason: 'NotFound',
    message: 'namespaces "absent" not found',
  },
  {
    what: 'another namespace in the body',
    method: 'POST',
    path: deployments,
    body: aDeployment('b', { metadata: { name: 'b', namespace: 'other' } }),
    status: 400,
    reason: 'BadRequest',
    message:
      'the namespace of the provided object does not match the namespace sent on the request',
  },
  {
    what: 'a selector that misses the template',
    method: 'POST',
    path: deployments,
    body: aDeployment('x', {
      spec: {
        ...aDeployment('x').spec,
        selector: { matchLabels: { app: 'y' } },
      },
    }),
    status: 422,
    reason: 'Invalid',
    message:
      'Deployment.apps "x" is invalid: spec.template.metadata.labels: Invalid value: {"app":"x"}: `selector` does not match template `labels`',
  },
  {
    what: 'nothing that is needed',
    method: 'POST',
    path: deployments,
    body: {
      metadata: { name: 'x' },
      spec: { template: { spec: { containers: [] } } },
    },
    status: 422,
    reason: 'Invalid',
    message:
      'Deployment.apps "x" is invalid: [spec.selector: Required value, spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`, spec.template.spec.containers: Required value]',
  },
  {
    what: 'an unknown field under Strict',
    method: 'POST',
    path: `${deployments}?fieldValidation=Strict`,
    body: aDeployment('s', { bogus: 1 }),
    status: 400,
    reason: 'BadRequest',
    message:
      'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "bogus"',
  },
  {
    what: 'half a JSON',
    method: 'POST',
    path: deployments,
    body: '{"a":',
    status: 400,
    reason: 'BadRequest',
    message:
      'the object provided is unrecognized (must be of type Deployment): couldn\'t get version/kind; json parse error: unexpected end of JSON input ({"a":)',
  },
  {
    what: 'another kind',
    method: 'POST',
    path: deployments,
    body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } },
    status: 400,
    reason: 'BadRequest',
    message:
      'Pod in version "v1" cannot be handled as a Deployment: converting (v1.Pod) to (apps.Deployment): unknown conversion',
  },
  {
    what: 'a body that is plain text',
    method: 'POST',
    path: deployments,
    body: 'x',
    type: 'text/plain',
    status: 415,
    reason: 'UnsupportedMediaType',
  },
  {
    what: 'an annotation that is no text',
    method: 'POST',
    path: deployments,
    body: aDeployment('ann', {
      metadata: { name: 'ann', annotations: { a: true } },
    }),
    status: 400,
    reason: 'BadRequest',
    message:
      'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.annotations of type string',
  },
  {
    what: 'an absent object',
    method: 'GET',
    path: `${deployments}/absent`,
    status: 404,
    reason: 'NotFound',
    message: 'deployments.apps "absent" not found',
  },
  {
    what: 'a bad label selector',
    method: 'GET',
    path: `${deployments}?labelSelector=a%3D(`,
    status: 400,
    reason: 'BadRequest',
    message: "unable to parse requirement: found '(', expected: identifier",
  },
  {
    what: 'a field nobody indexes',
    method: 'GET',
    path: `${deployments}?fieldSelector=spec.replicas%3D2`,
    status: 400,
    reason: 'BadRequest',
    message:
      '"spec.replicas" is not a known field selector: only "metadata.name", "metadata.namespace"',
  },
  {
    what: 'a bad continue token',
    method: 'GET',
    path: `${deployments}?limit=2&continue=garbage`,
    status: 400,
    reason: 'BadRequest',
    message: 'invalid continue token: continue key is not valid',
  },
  {
    what: 'a stale version',
    method: 'PUT',
    path: `${deployments}/web`,
    body: aDeployment('web', {
      metadata: { name: 'web', resourceVersion: '1' },
    }),
    status: 409,
    reason: 'Conflict',
    message:
      'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
  },
  {
    what: 'a JSON patch that does not fit',
    method: 'PATCH',
    path: `${deployments}/web`,
    body: [{ op: 'remove', path: '/spec/nope' }],
    type: 'application/json-patch+json',
    status: 422,
    reason: 'Invalid',
    message: 'the server rejected our request due to an error in our request',
  },
  {
    what: 'apply without a manager',
    method: 'PATCH',
    path: `${deployments}/web`,
    body: aDeployment('web'),
    type: 'application/apply-patch+yaml',
    status: 422,
    reason: 'Invalid',
    message:
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
  },
  {
    what: 'a TLS secret without key',
    method: 'POST',
    path: secrets,
    body: {
      metadata: { name: 't1' },
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': 'eA==' },
    },
    status: 422,
    reason: 'Invalid',
    message: 'Secret "t1" is invalid: data[tls.key]: Required value',
  },
  {
    what: 'bad base64',
    method: 'POST',
    path: secrets,
    body: { metadata: { name: 't2' }, data: { a: '%%' } },
    status: 400,
    reason: 'BadRequest',
    message:
      'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 0',
  },
  {
    what: "a change of a secret's type",
    method: 'PATCH',
    path: `${secrets}/s1`,
    body: { type: 'other' },
    type: merge,
    status: 422,
    reason: 'Invalid',
    message:
      'Secret "s1" is invalid: type: Invalid value: "other": field is immutable',
  },
  {
    what: "a change of a pod's account",
    method: 'PATCH',
    path: '/api/v1/namespaces/team-a/pods/p',
    body: { spec: { serviceAccountName: 'x' } },
    type: merge,
    status: 422,
    reason: 'Invalid',
    message:
      'Pod "p" is invalid: spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`',
  },
  {
    what: 'a custom resource of the wrong shape',
    method: 'POST',
    path: '/apis/cert-manager.io/v1/namespaces/team-a/certificates',
    body: { metadata: { name: 'bad' }, spec: { dnsNames: 'x' } },
    status: 422,
    reason: 'Invalid',
    message:
      'Certificate.cert-manager.io "bad" is invalid: [spec.dnsNames: Invalid value: "string": spec.dnsNames in body must be of type array: "string", spec.secretName: Required value, spec.issuerRef: Required value]',
  },
  {
    what: 'a strategic patch of a custom resource',
    method: 'PATCH',
    path: '/apis/cert-manager.io/v1/namespaces/team-a/certificates/tls',
    body: {},
    type: 'application/strategic-merge-patch+json',
    status: 415,
    reason: 'UnsupportedMediaType',
    message:
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
  },
  {
    what: 'a custom kind nobody defined',
    method: 'GET',
    path: '/apis/cert-manager.io/v1/namespaces/team-a/frobs',
    status: 404,
  },
  {
    what: 'a watch from a bad version',
    method: 'GET',
    path: `${deployments}?watch=1&resourceVersion=abc`,
    status: 500,
    message:
      'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
  },
  {
    what: 'a delete with a wrong uid',
    method: 'DELETE',
    path: `${deployments}/web`,
    body: { preconditions: { uid: '0' } },
    status: 409,
    reason: 'Conflict',
    message:
      'Operation cannot be fulfilled on Deployment.apps "web": the UID in the precondition (0) does not match',
  },
  {
    what: 'a dry-run delete',
    method: 'DELETE',
    path: `${deployments}/web?dryRun=All`,
    status: 200,
  },
  {
    what: 'the object of that dry run',
    method: 'GET',
    path: `${deployments}/web`,
    who: 'admin',
    status: 200,
  },
];

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
    expect(answer.status).toBe(asked.status);
    if (asked.reason) expect(body.reason).toBe(asked.reason);
    if (asked.message) expect(textOf(body.message)).toContain(asked.message);
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
    await new Promise(resolve => setTimeout(resolve, 100));
    expect((await call({ method: 'GET', path: held })).status).toBe(404);
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
