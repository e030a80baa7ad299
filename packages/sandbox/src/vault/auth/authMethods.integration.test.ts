import { startVault, VaultServer } from '../startVault';
import { TokenReviewer } from '../testSupport/TokenReviewer';
import { VaultCaller } from '../testSupport/VaultCaller';

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A projected service account token; who signed it is for the cluster to judge. */
function serviceAccountJwt(claims: object = {}): string {
  const payload = {
    aud: ['vault'],
    iat: Math.floor(Date.now() / 1000),
    exp: Math.floor(Date.now() / 1000) + 600,
    'kubernetes.io': {
      namespace: 'grades',
      serviceaccount: { name: 'grade-api', uid: 'uid-1' },
    },
    ...claims,
  };
  return `${part({ alg: 'RS256' })}.${part(payload)}.c2ln`;
}

const accepted = {
  authenticated: true,
  audiences: ['vault'],
  user: { username: 'system:serviceaccount:grades:grade-api', uid: 'uid-1' },
};

describe('auth/kubernetes', () => {
  let cluster: TokenReviewer;
  let server: VaultServer;
  let root: VaultCaller;

  beforeAll(async () => {
    cluster = await TokenReviewer.start();
    server = await startVault();
    root = new VaultCaller(server);
  });
  afterAll(async () => {
    await server.stop();
    await cluster.stop();
  });
  beforeEach(async () => {
    cluster.status = accepted;
    await root.write('sys/auth/team/k8s', { type: 'kubernetes' });
    await root.write('auth/team/k8s/config', {
      kubernetes_host: `${cluster.url}/`,
      kubernetes_ca_cert: cluster.caPem,
      token_reviewer_jwt: 'reviewer',
    });
    await root.write('auth/team/k8s/role/Grades', {
      bound_service_account_names: 'grade-*',
      bound_service_account_namespaces: ['grades'],
      audience: 'vault',
      token_policies: ['grades'],
      token_ttl: '10m',
      token_max_ttl: '1h',
    });
  });
  afterEach(() => root.remove('sys/auth/team/k8s'));

  function login(body: object) {
    return root.as('').write('auth/team/k8s/login', body);
  }

  it('gives a token to an account the cluster vouches for', async () => {
    const jwt = serviceAccountJwt();
    const { status, body } = await login({ role: 'grades', jwt });
    expect(status).toBe(200);
    expect(body.auth).toMatchObject({
      policies: ['default', 'grades'],
      lease_duration: 600,
      renewable: true,
      token_type: 'service',
      orphan: true,
      metadata: {
        role: 'grades',
        service_account_name: 'grade-api',
        service_account_namespace: 'grades',
        service_account_uid: 'uid-1',
      },
    });
    const review = cluster.reviews[cluster.reviews.length - 1];
    expect(review.authorization).toBe('Bearer reviewer');
    expect(review.body.spec).toEqual({ token: jwt, audiences: ['vault'] });
    const auth: { client_token: string } = body.auth;
    const self = await root
      .as(auth.client_token)
      .read('auth/token/lookup-self');
    expect(self.body.data).toMatchObject({
      display_name: 'team-k8s-grades-grade-api',
      path: 'auth/team/k8s/login',
    });
  });

  it('fills policy templates with the account that logged in', async () => {
    const mounts = await root.read('sys/auth');
    const entries: Record<string, { accessor: string }> = mounts.body.data;
    const { accessor } = entries['team/k8s/'];
    await root.write('sys/policies/acl/grades', {
      policy: `path "secret/data/{{identity.entity.aliases.${accessor}.metadata.service_account_name}}" { capabilities = ["create"] }`,
    });
    const { body } = await login({ role: 'grades', jwt: serviceAccountJwt() });
    const auth: { client_token: string } = body.auth;
    const own = root.as(auth.client_token);
    const data = { data: { a: 1 } };
    expect((await own.write('secret/data/grade-api', data)).status).toBe(200);
    expect((await own.write('secret/data/other', data)).status).toBe(403);
  });

  const elsewhere = (name: string, namespace: string) => ({
    'kubernetes.io': { namespace, serviceaccount: { name, uid: 'uid-1' } },
  });

  it.each<[string, object, [number, string]]>([
    ['missing role', { jwt: 'x' }, [400, 'missing role']],
    ['missing jwt', { role: 'grades' }, [400, 'missing jwt']],
    [
      'unknown role',
      { role: 'nope', jwt: 'x' },
      [400, 'invalid role name "nope"'],
    ],
    [
      'wrong audience',
      { role: 'grades', jwt: serviceAccountJwt({ aud: ['other'] }) },
      [
        403,
        'invalid audience (aud) claim: audience claim does not match any expected audience',
      ],
    ],
    [
      'expired token',
      { role: 'grades', jwt: serviceAccountJwt({ exp: 1 }) },
      [403, 'invalid expiration time (exp) claim: token is expired'],
    ],
    [
      'unbound account',
      { role: 'grades', jwt: serviceAccountJwt(elsewhere('web', 'grades')) },
      [403, 'service account name not authorized'],
    ],
    [
      'unbound namespace',
      { role: 'grades', jwt: serviceAccountJwt(elsewhere('grade-api', 'x')) },
      [403, 'namespace not authorized'],
    ],
  ])('refuses a login with %s', async (_, body, [status, error]) => {
    const answer = await login(body);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ errors: [error] });
  });

  it.each([
    ['does not know the token', { authenticated: false }],
    [
      'names another account',
      { ...accepted, user: { username: 'x', uid: '' } },
    ],
    ['answers for another audience', { ...accepted, audiences: ['api'] }],
    ['reports an error', { ...accepted, error: 'broken' }],
  ])('says only permission denied when the cluster %s', async (_, status) => {
    cluster.status = status;
    const answer = await login({ role: 'grades', jwt: serviceAccountJwt() });
    expect(answer.status).toBe(403);
    expect(answer.body).toEqual({ errors: ['permission denied'] });
  });

  it('does not trust a cluster that another CA vouches for', async () => {
    const stranger = await TokenReviewer.start();
    await root.write('auth/team/k8s/config', {
      kubernetes_host: cluster.url,
      kubernetes_ca_cert: stranger.caPem,
    });
    await stranger.stop();
    const answer = await login({ role: 'grades', jwt: serviceAccountJwt() });
    expect(answer.status).toBe(403);
  });

  it('fails without a configuration', async () => {
    await root.write('sys/auth/bare', { type: 'kubernetes' });
    await root.write('auth/bare/role/r', {
      bound_service_account_names: '*',
      bound_service_account_namespaces: '*',
    });
    const answer = await root.write('auth/bare/login', {
      role: 'r',
      jwt: serviceAccountJwt(),
    });
    expect(answer.status).toBe(500);
    expect(answer.body).toEqual({
      errors: ['could not load backend configuration'],
    });
  });

  it('admits by namespace labels, and drops the selector when it is left out', async () => {
    const binding = { bound_service_account_names: ['grade-api'] };
    await root.write('auth/team/k8s/role/labels', {
      ...binding,
      bound_service_account_namespace_selector: 'matchLabels: {team: grades}',
      audience: 'vault',
    });
    const body = { role: 'labels', jwt: serviceAccountJwt() };
    cluster.labels = { team: 'other' };
    expect((await login(body)).status).toBe(403);
    cluster.labels = { team: 'grades' };
    expect((await login(body)).status).toBe(200);
    const partial = await root.write('auth/team/k8s/role/labels', binding);
    expect(partial.status).toBe(400);
  });

  it('refuses renewal once the role is gone', async () => {
    const { body } = await login({ role: 'grades', jwt: serviceAccountJwt() });
    const auth: { client_token: string } = body.auth;
    const own = root.as(auth.client_token);
    expect((await own.write('auth/token/renew-self')).status).toBe(200);
    await root.remove('auth/team/k8s/role/grades');
    const refused = await own.write('auth/token/renew-self');
    expect(refused.status).toBe(500);
    expect(refused.text).toContain('role grades does not exist during renewal');
  });

  it('reads back what may be read', async () => {
    const config = await root.read('auth/team/k8s/config');
    expect(config.body.data).toMatchObject({ token_reviewer_jwt_set: true });
    expect(config.text).not.toContain('"reviewer"');
    const role = await root.read('auth/team/k8s/role/grades');
    expect(role.body.data).toMatchObject({
      bound_service_account_names: ['grade-*'],
      audience: 'vault',
      token_ttl: 600,
      token_max_ttl: 3600,
      token_policies: ['grades'],
      token_type: 'default',
    });
    expect(role.text).not.toContain('"policies"');
    const roles = await root.list('auth/team/k8s/role');
    expect(roles.body.data).toEqual({ keys: ['grades'] });
  });

  it('ends the tokens of a method that is disabled', async () => {
    const { body } = await login({ role: 'grades', jwt: serviceAccountJwt() });
    const auth: { client_token: string } = body.auth;
    await root.remove('sys/auth/team/k8s');
    const gone = await root
      .as(auth.client_token)
      .read('auth/token/lookup-self');
    expect(gone.status).toBe(403);
  });
});

describe('auth/approle', () => {
  let server: VaultServer;
  let root: VaultCaller;

  beforeAll(async () => {
    server = await startVault();
    root = new VaultCaller(server);
    await root.write('sys/auth/approle', { type: 'approle' });
    await root.write('auth/approle/role/ci', {
      token_policies: 'ci',
      secret_id_num_uses: 1,
    });
  });
  afterAll(() => server.stop());

  it('exchanges a secret id for a token once', async () => {
    const id = await root.read('auth/approle/role/ci/role-id');
    const secret = await root.write('auth/approle/role/ci/secret-id', {
      metadata: '{"run":"7"}',
    });
    const { role_id }: { role_id: string } = id.body.data;
    const { secret_id }: { secret_id: string } = secret.body.data;
    const credentials = { role_id, secret_id };
    const first = await root.as('').write('auth/approle/login', credentials);
    expect(first.body.auth).toMatchObject({
      policies: ['ci', 'default'],
      metadata: { role_name: 'ci', run: '7' },
    });
    const second = await root.as('').write('auth/approle/login', credentials);
    expect(second.status).toBe(400);
    expect(second.body).toEqual({ errors: ['invalid role or secret ID'] });
  });
});
