import nodeVault from 'node-vault';

import { startVault, VaultServer } from './startVault';
import { VaultCaller } from './testSupport/VaultCaller';

describe('the HTTP API', () => {
  let server: VaultServer;
  let root: VaultCaller;

  beforeAll(async () => {
    server = await startVault();
    root = new VaultCaller(server);
  });
  afterAll(() => server.stop());

  async function tokenWith(policy: string, body = {}): Promise<VaultCaller> {
    const name = `p${Math.random().toString(36).slice(2)}`;
    await root.write(`sys/policies/acl/${name}`, { policy });
    const { body: made } = await root.write('auth/token/create', {
      policies: [name],
      ...body,
    });
    const auth: { client_token: string } = made.auth;
    return root.as(auth.client_token);
  }

  it('lists with the verb LIST, as node-vault sends it', async () => {
    const client = nodeVault({
      endpoint: server.address,
      token: server.rootToken,
    });
    await client.write('secret/data/team/app', { data: { a: 1 } });
    const listed = await client.list('secret/metadata/team');
    expect(listed.data.keys).toEqual(['app']);
  });

  it('lists with ?list=true, and answers 404 without errors when empty', async () => {
    await root.write('secret/data/box/one', { data: { a: 1 } });
    const full = await root.list('secret/metadata/box');
    expect(full.body.data).toEqual({ keys: ['one'] });
    const empty = await root.list('secret/metadata/void');
    expect(empty).toMatchObject({ status: 404, text: '{"errors":[]}\n' });
    expect((await root.read('secret/metadata/x?list=maybe')).status).toBe(400);
  });

  it('refuses malformed JSON before it looks at anything else', async () => {
    const answer = await root.send('POST', 'sys/policies/acl/x', {
      body: '{"policy": ',
    });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('failed to parse JSON input: ');
  });

  it('answers with the envelope and forbids caching', async () => {
    const { body, headers } = await root.read('sys/policies/acl/default');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/json',
    });
    expect(body).toMatchObject({
      request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      lease_id: '',
      lease_duration: 0,
      renewable: false,
      wrap_info: null,
      warnings: null,
      auth: null,
      mount_type: 'system',
    });
  });

  it.each([
    ['GET sys/nothing', 404, '1 error occurred:\n\t* unsupported path\n\n'],
    [
      'GET sys/policies/acl',
      405,
      '1 error occurred:\n\t* unsupported operation\n\n',
    ],
    [
      'GET absent/path',
      404,
      'no handler for route "absent/path". route entry not found.',
    ],
    ['POST secret/data/x/', 400, "cannot write to a path ending in '/'"],
    ['GET secret/..%2fsys/mounts', 400, 'relative paths not supported'],
  ])('%s answers %s', async (asked, status, error) => {
    const [method, path] = asked.split(' ');
    const answer = await root.send(method, path);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ errors: [error] });
  });

  it('takes a bearer token, lets X-Vault-Token win, and refuses others', async () => {
    const bearer = { Authorization: `Bearer ${server.rootToken}` };
    const none = root.as('');
    const taken = await none.send('GET', 'sys/mounts', { headers: bearer });
    expect(taken.status).toBe(200);
    const wrong = await root
      .as('hvs.wrong')
      .send('GET', 'sys/mounts', { headers: bearer });
    expect(wrong.body).toEqual({
      errors: [
        '2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n',
      ],
    });
    expect(wrong.status).toBe(403);
    expect((await none.read('sys/mounts')).body).toEqual({
      errors: ['permission denied'],
    });
  });

  it('refuses a namespace, as an edition without namespaces does', async () => {
    const answer = await root.send('GET', 'sys/mounts', {
      headers: { 'X-Vault-Namespace': 'team-a' },
    });
    expect(answer.status).toBe(404);
  });

  it('refuses a body beyond 32 MiB', async () => {
    const answer = await root.write('secret/data/big', {
      data: { a: 'x'.repeat(33 * 1024 * 1024) },
    });
    expect(answer.status).toBe(413);
  });

  it('refuses the lease listing to a token with list but without sudo', async () => {
    const path = 'path "sys/leases/lookup/*" { capabilities = ["list"] }';
    const lacking = await tokenWith(path);
    const answer = await lacking.list('sys/leases/lookup/auth/token/create');
    expect(answer).toMatchObject({ status: 403 });
    expect(answer.body).toEqual({
      errors: ['1 error occurred:\n\t* permission denied\n\n'],
    });
    const holding = await tokenWith(path.replace('"list"', '"list", "sudo"'));
    const listed = await holding.list('sys/leases/lookup/auth/token/create');
    expect(listed.status).toBe(200);
  });

  it('needs create for a new object and update for a present one', async () => {
    const creator = await tokenWith(
      'path "secret/data/cu" { capabilities = ["create"] }',
    );
    const write = () => creator.write('secret/data/cu', { data: { a: 1 } });
    expect((await write()).status).toBe(200);
    expect((await write()).status).toBe(403);
  });

  it('answers capabilities for several paths at once', async () => {
    const token = await tokenWith(
      'path "a/*" { capabilities = ["read", "list"] }\npath "a/no" { capabilities = ["deny"] }',
    );
    const { body } = await token.write('sys/capabilities-self', {
      paths: ['a/x', 'a/no', 'b'],
    });
    expect(body.data).toEqual({
      'a/x': ['list', 'read'],
      'a/no': ['deny'],
      b: ['deny'],
    });
  });

  it('ends a token after its last use', async () => {
    const token = await tokenWith(
      'path "secret/*" { capabilities = ["read"] }',
      { num_uses: 2 },
    );
    await root.write('secret/data/used', { data: { a: 1 } });
    const statuses = [
      (await token.read('secret/data/used')).status,
      (await token.read('secret/data/used')).status,
      (await token.read('secret/data/used')).status,
    ];
    expect(statuses).toEqual([200, 200, 403]);
  });

  it('refuses child tokens with more than the parent has', async () => {
    const token = await tokenWith(
      'path "auth/token/*" { capabilities = ["update"] }',
    );
    const refused = await token.write('auth/token/create', {
      policies: ['other'],
    });
    expect(refused.body).toEqual({
      errors: ['child policies must be subset of parent'],
    });
    const orphan = await token.write('auth/token/create', { no_parent: true });
    expect(orphan.body).toEqual({
      errors: ['root or sudo privileges required to create orphan token'],
    });
  });

  it('gives a wrapped response once', async () => {
    const wrapped = await root.send('GET', 'sys/policies/acl/default', {
      headers: { 'X-Vault-Wrap-TTL': '60s' },
    });
    const info: { token: string } = wrapped.body.wrap_info;
    expect(wrapped.body).toMatchObject({ request_id: '', data: null });
    const first = await root.as(info.token).write('sys/wrapping/unwrap');
    expect(first.body).toMatchObject({ data: { name: 'default' } });
    const second = await root.as(info.token).write('sys/wrapping/unwrap');
    expect(second).toMatchObject({ status: 400 });
    expect(second.body).toEqual({
      errors: ['wrapping token is not valid or does not exist'],
    });
  });

  it('hides whether a mount exists from who cannot reach it', async () => {
    const nobody = await tokenWith('path "x" { capabilities = ["read"] }');
    const present = await nobody.read('sys/internal/ui/mounts/secret');
    const absent = await nobody.read('sys/internal/ui/mounts/ghost');
    expect([present.status, absent.status]).toEqual([403, 403]);
    expect(present.text.replace('secret', 'ghost')).toBe(absent.text);
  });

  it('reports its state as asked, and nothing else while sealed', async () => {
    server.faults.sealed = true;
    expect((await root.read('sys/health')).status).toBe(503);
    expect((await root.read('sys/health?sealedcode=200')).status).toBe(200);
    const refused = await root.read('sys/mounts');
    expect(refused).toMatchObject({ status: 503 });
    expect(refused.body).toEqual({ errors: ['Vault is sealed'] });
    server.faults.sealed = false;
    server.faults.standby = true;
    expect((await root.read('sys/health')).status).toBe(429);
    expect((await root.read('sys/health?standbyok')).status).toBe(200);
    expect((await root.send('HEAD', 'sys/health')).status).toBe(429);
    server.faults.standby = false;
    expect((await root.read('sys/mounts')).status).toBe(200);
  });

  it('seals and opens with its key', async () => {
    expect((await root.send('PUT', 'sys/seal')).status).toBe(204);
    expect((await root.read('sys/mounts')).status).toBe(503);
    const wrong = await root.write('sys/unseal', { key: 'ab' });
    expect(wrong.status).toBe(400);
    const opened = await root.write('sys/unseal', { key: server.unsealKey });
    expect(opened.body).toMatchObject({ sealed: false });
    expect((await root.read('sys/mounts')).status).toBe(200);
  });

  it('answers 429 with Retry-After as often as told', async () => {
    server.faults.rateLimit = { retryAfterSeconds: 2, requests: 1 };
    const limited = await root.read('sys/mounts');
    expect(limited).toMatchObject({
      status: 429,
      headers: { 'retry-after': '2' },
    });
    expect(limited.body).toEqual({
      errors: ['request path "sys/mounts": rate limit quota exceeded'],
    });
    expect((await root.read('sys/mounts')).status).toBe(200);
    server.faults.rateLimit = undefined;
  });
});
