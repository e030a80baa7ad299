import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { LoginConfig } from '../../config';
import { FakeClock } from '../../testSupport/FakeClock';
import { FakeVaultServer } from '../../testSupport/FakeVaultServer';
import { sendJson } from '../../testSupport/startHttpServer';
import { Transport } from '../../upstream/Transport';
import { createVaultSender, NodeVaultApi } from '../NodeVaultApi';
import { VaultSession } from '../VaultSession';

const POLICY = 'GET /v1/sys/policies/acl/grade-api';
const LOGIN = 'PUT /v1/auth/kubernetes/login';
const REVOKE = 'PUT /v1/auth/token/revoke-self';

const vault = new FakeVaultServer();
let transport: Transport;
let clock: FakeClock;
let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'login-'));
  file = join(directory, 'token');
  clock = new FakeClock();
  vault.routes.clear();
  const origin = await vault.start();
  transport = new Transport({
    origin,
    concurrency: 4,
    requestsPerSecond: 10_000,
    timeoutMs: 3000,
  });
  vault.json(POLICY, 200, { data: { name: 'grade-api', policy: '' } });
  vault.json(REVOKE, 204);
});

afterEach(async () => {
  await transport.close();
  await vault.stop();
  await rm(directory, { recursive: true });
});

function open(login: LoginConfig): NodeVaultApi {
  const send = createVaultSender({ transport });
  return new NodeVaultApi(
    new VaultSession({ target: 'main', send, login, clock }),
  );
}

const tokens = () =>
  vault.requests
    .filter(({ method, url }) => `${method} ${url}` === POLICY)
    .map(({ headers }) => headers['x-vault-token']);

function grantNumbered(): void {
  let granted = 0;
  vault.routes.set(LOGIN, (_, response) => {
    granted += 1;
    sendJson(response, 200, {
      auth: {
        client_token: `granted-${granted}`,
        lease_duration: 600,
        renewable: false,
      },
    });
  });
}

describe('login with Kubernetes', () => {
  const login: LoginConfig = {
    method: 'kubernetes',
    mount: 'kubernetes',
    role: 'backstage-reader',
    tokenFile: '',
  };

  it('reads the JWT again at each login, because the kubelet replaces it', async () => {
    grantNumbered();
    await writeFile(file, 'first.jwt\n');
    const api = open({ ...login, tokenFile: file });
    await api.policy('grade-api');
    await writeFile(file, 'second.jwt\n');
    await clock.advance(601_000);
    await api.policy('grade-api');

    const bodies = vault.requests
      .filter(({ url }) => url === '/v1/auth/kubernetes/login')
      .map(({ body }): unknown => JSON.parse(body));
    expect(bodies[0]).toEqual({ role: 'backstage-reader', jwt: 'first.jwt' });
    expect(bodies.at(-1)).toEqual({
      role: 'backstage-reader',
      jwt: 'second.jwt',
    });
    expect(tokens()[0]).toBe('granted-1');
    expect(tokens()[1]).not.toBe('granted-1');
  });

  it('sends no token with the login and revokes what it was granted', async () => {
    grantNumbered();
    await writeFile(file, 'first.jwt');
    const api = open({ ...login, tokenFile: file });
    await api.policy('grade-api');
    await api.close();

    expect(vault.requests[0].headers).not.toHaveProperty('x-vault-token');
    const revoked = vault.requests.at(-1);
    expect(`${revoked?.method} ${revoked?.url}`).toBe(REVOKE);
    expect(revoked?.headers['x-vault-token']).toBe('granted-1');
  });

  it('names the file that is missing and asks Vault nothing', async () => {
    const attempt = open({ ...login, tokenFile: file }).policy('grade-api');

    await expect(attempt).rejects.toMatchObject({
      code: 'not-found',
      operation: `read the file ${file} to log in`,
    });
    expect(vault.requests).toHaveLength(0);
  });

  it('asks Vault nothing when the file holds what no header may hold', async () => {
    await writeFile(file, 'first\r\nX-Vault-Token: root');
    const attempt = open({ ...login, tokenFile: file }).policy('grade-api');

    await expect(attempt).rejects.toMatchObject({ code: 'bad-answer' });
    expect(vault.requests).toHaveLength(0);
  });
});

describe('login with a token', () => {
  it('sends it as it is and leaves it alive at the end', async () => {
    const api = open({ method: 'token', token: 'from-config' });
    await api.policy('grade-api');
    await api.close();

    expect(tokens()).toEqual(['from-config']);
    expect(vault.count(REVOKE)).toBe(0);
  });
});

describe('login with a token file', () => {
  it('takes over within a minute what the agent wrote, and revokes neither token', async () => {
    await writeFile(file, 'from-agent-1\n');
    const api = open({ method: 'tokenFile', tokenFile: file });
    await api.policy('grade-api');
    await writeFile(file, 'from-agent-2\n');
    await api.policy('grade-api');
    await clock.advance(61_000);
    await api.policy('grade-api');
    await api.close();

    expect(tokens()).toEqual(['from-agent-1', 'from-agent-1', 'from-agent-2']);
    expect(vault.count(REVOKE)).toBe(0);
  });
});
