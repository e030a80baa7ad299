import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';

import { FakeVaultServer } from '../testSupport/FakeVaultServer';
import {
  sendJson,
  startHttpServer,
  TestServer,
} from '../testSupport/startHttpServer';
import { Transport } from '../upstream/Transport';
import { createVaultSender, NodeVaultApi } from './NodeVaultApi';
import { VaultSession } from './VaultSession';

const CANARY = 'canary-8d1f';
const role = { mount: 'database', name: 'grade-api-role' };
const ROLE = 'GET /v1/database/roles/grade-api-role';
const LOGIN = 'PUT /v1/auth/approle/login';
const leaseId = 'database/creds/grade-api-role/one';
const roleData = {
  data: { db_name: 'postgres', default_ttl: 3600, max_ttl: '7200' },
};

describe('NodeVaultApi over the wire', () => {
  const vault = new FakeVaultServer();
  const cleanUps: (() => Promise<void>)[] = [];
  let origin: string;

  beforeEach(async () => {
    vault.routes.clear();
    origin = await vault.start();
    vault.json(LOGIN, 200, {
      auth: { client_token: CANARY, lease_duration: 3600, renewable: true },
    });
    vault.json('PUT /v1/auth/token/revoke-self', 204);
  });

  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0)) await cleanUp();
    await vault.stop();
  });

  function open(limits: { timeoutMs?: number; concurrency?: number } = {}) {
    const transport = new Transport({
      origin,
      concurrency: 8,
      requestsPerSecond: 10_000,
      timeoutMs: 2000,
      ...limits,
    });
    const session = new VaultSession({
      target: 'main',
      send: createVaultSender({ transport }),
      login: {
        method: 'appRole',
        mount: 'approle',
        roleId: 'r',
        secretId: CANARY,
      },
    });
    const api = new NodeVaultApi(session);
    cleanUps.push(async () => {
      await api.close();
      await transport.close();
    });
    return api;
  }

  async function failureOf(promise: Promise<unknown>): Promise<Error> {
    return promise.then(
      () => {
        throw new Error('did not fail');
      },
      (error: Error) => error,
    );
  }

  it('logs in once for 200 requests at the same moment and revokes the token at the end', async () => {
    vault.json(ROLE, 200, roleData);
    const api = open();

    const roles = await Promise.all(
      Array.from({ length: 200 }, () => api.databaseRole(role)),
    );
    await api.close();

    expect(roles[199]).toMatchObject({
      connection: 'postgres',
      defaultTtlSeconds: 3600,
      maxTtlSeconds: 7200,
    });
    expect(vault.count(LOGIN)).toBe(1);
    expect(vault.count('PUT /v1/auth/token/revoke-self')).toBe(1);
  });

  it('logs in anew once when the token was lost, and repeats the request', async () => {
    let lost = true;
    vault.routes.set(ROLE, (_, response) =>
      lost
        ? sendJson(response, 403, { errors: ['permission denied'] })
        : sendJson(response, 200, roleData),
    );
    vault.routes.set('GET /v1/auth/token/lookup-self', (_, response) => {
      lost = false;
      sendJson(response, 403, { errors: ['permission denied'] });
    });
    vault.json(LOGIN, 200, {
      auth: { client_token: 'one', lease_duration: 3600, renewable: true },
    });
    const api = open();

    expect(await api.databaseRole(role)).toBeDefined();
    expect(vault.count(LOGIN)).toBe(2);
    expect(vault.count(ROLE)).toBe(2);
  });

  it('names the policy block to add when the right is missing', async () => {
    vault.json(ROLE, 403, { errors: [`1 error occurred: ${CANARY}`] });
    vault.json('GET /v1/auth/token/lookup-self', 200, { data: {} });

    const error = await failureOf(open().databaseRole(role));

    expect(error).toMatchObject({
      code: 'denied',
      message:
        'main: read database role database/grade-api-role is not permitted',
      missingRule:
        'path "database/roles/grade-api-role" { capabilities = ["read"] }',
    });
  });

  it.each([
    [500, { errors: [CANARY] }, 'bad-answer'],
    [503, { errors: ['Vault is sealed'] }, 'sealed'],
    [429, { errors: [CANARY] }, 'rate-limited'],
    [400, { errors: [CANARY] }, 'bad-answer'],
    [200, { data: { db_name: 7, [CANARY]: CANARY } }, 'bad-answer'],
    [200, CANARY, 'bad-answer'],
    [200, undefined, 'bad-answer'],
    [307, { errors: [CANARY] }, 'bad-answer'],
  ])(
    'maps %s with %j to %3$s and keeps nothing of it',
    async (status, body, code) => {
      vault.json(ROLE, status, body);

      const error = await failureOf(open().databaseRole(role));

      expect(error).toMatchObject({ name: 'VaultError', code });
      const shown = `${JSON.stringify(error)}${inspect(error, {
        depth: 9,
        showHidden: true,
      })}`;
      expect(shown).not.toContain(CANARY);
      expect(error.cause).toBeUndefined();
    },
  );

  it('keeps no token and no payload of a failed connection', async () => {
    await vault.stop();

    const error = await failureOf(open().lease(leaseId));

    expect(error).toMatchObject({ code: 'unreachable', retryable: true });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(
      CANARY,
    );
    await vault.start();
  });

  it('follows no redirect: the other origin sees nothing', async () => {
    const other: TestServer = await startHttpServer((_, response) =>
      sendJson(response, 200, roleData),
    );
    cleanUps.push(() => other.stop());
    for (const status of [301, 302, 303, 307, 308]) {
      vault.routes.set(ROLE, (_, response) => {
        response.writeHead(status, { location: `${other.origin}/v1/x` });
        response.end();
      });
      expect(await failureOf(open().databaseRole(role))).toMatchObject({
        code: 'bad-answer',
      });
    }
    expect(other.requests).toHaveLength(0);
  });

  it('stops reading at 8 MiB, also when they come out of 30 KB of gzip', async () => {
    const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024));
    vault.routes.set(ROLE, (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(bomb);
    });
    expect(await failureOf(open().databaseRole(role))).toMatchObject({
      code: 'bad-answer',
    });
    vault.routes.set(ROLE, (_, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect(await failureOf(open().databaseRole(role))).toMatchObject({
      code: 'bad-answer',
    });
  });

  it.each([
    ['is silent', () => {}],
    [
      'trickles',
      (_: unknown, response: import('node:http').ServerResponse) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write(' '), 50);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('gives up at its deadline when Vault %s', async (_, route) => {
    vault.routes.set(ROLE, route);
    const started = Date.now();

    const error = await failureOf(open({ timeoutMs: 400 }).databaseRole(role));

    expect(error).toMatchObject({ code: 'timeout' });
    expect(Date.now() - started).toBeLessThan(3000);
  });

  it('takes nothing from the environment and prints nothing', async () => {
    const saved = { ...process.env };
    const elsewhere: TestServer = await startHttpServer((_, response) =>
      sendJson(response, 200),
    );
    cleanUps.push(() => elsewhere.stop());
    const printed = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    Object.assign(process.env, {
      VAULT_ADDR: elsewhere.origin,
      VAULT_TOKEN: 'from-environment',
      VAULT_NAMESPACE: 'from-environment',
      VAULT_PREFIX: '/from-environment',
      VAULT_SKIP_VERIFY: 'true',
      HTTP_PROXY: elsewhere.origin,
      http_proxy: elsewhere.origin,
      DEBUG: '*',
    });
    vault.json(ROLE, 200, roleData);
    vault.json('GET /v1/sys/health', 503, {
      initialized: true,
      sealed: true,
      standby: true,
      version: '1.18.0',
    });
    try {
      const api = open();
      await api.databaseRole(role);
      expect((await api.health()).sealed).toBe(true);
    } finally {
      process.env = saved;
      printed.mockRestore();
    }
    expect(elsewhere.requests).toHaveLength(0);
    expect(JSON.stringify(vault.requests)).not.toContain('from-environment');
  });

  it('does not take a failing health answer for health', async () => {
    vault.json('GET /v1/sys/health', 500, { errors: [CANARY] });

    expect(await failureOf(open().health())).toMatchObject({
      code: 'bad-answer',
    });
  });

  it('sends nothing for a name that would move the path', async () => {
    const api = open();
    for (const name of ['..', '%2e%2e', 'a/../../sys/policies/acl/root']) {
      await failureOf(api.databaseRole({ mount: 'database', name }));
      await failureOf(api.policy(name));
    }
    expect(vault.requests).toHaveLength(0);
  });

  it('reads an ended lease as gone and a list without leases as empty', async () => {
    vault.json('PUT /v1/sys/leases/lookup', 400, { errors: ['invalid lease'] });
    const api = open();

    expect(await api.lease(leaseId)).toBeUndefined();
    expect(await api.leaseIds(role)).toEqual([]);
  });

  it('reads the issuer from the open endpoint when the settings are not permitted', async () => {
    vault.json('GET /v1/auth/token/lookup-self', 200, { data: {} });
    vault.json('GET /v1/pki/issuer/default', 403, { errors: [] });
    vault.json('GET /v1/pki/issuer/default/json', 200, {
      data: { issuer_id: 'i', certificate: 'no certificate' },
    });

    expect(
      await failureOf(open().pkiIssuer({ mount: 'pki', name: 'default' })),
    ).toMatchObject({ code: 'bad-answer' });
    expect(vault.count('GET /v1/pki/issuer/default/json')).toBe(1);
  });

  it('opens no more connections than requests it may have under way', async () => {
    vault.routes.set('PUT /v1/sys/leases/lookup', (_, response) =>
      sendJson(response, 400, { errors: ['invalid lease'] }),
    );
    const api = open({ concurrency: 4 });

    await Promise.all(Array.from({ length: 200 }, () => api.lease(leaseId)));

    expect(vault.connections()).toBeLessThanOrEqual(5);
  });

  it('waits as asked after 429 and then succeeds', async () => {
    let refused = 0;
    vault.routes.set(ROLE, (_, response) => {
      if (refused++ === 0) {
        response.writeHead(429, { 'retry-after': '1' });
        response.end('{"errors":[]}');
      } else sendJson(response, 200, roleData);
    });
    const started = Date.now();

    expect(await open({ timeoutMs: 5000 }).databaseRole(role)).toBeDefined();
    expect(Date.now() - started).toBeGreaterThanOrEqual(950);
    expect(vault.count(ROLE)).toBe(2);
  });

  it('repeats no revocation', async () => {
    vault.json('PUT /v1/sys/leases/revoke', 502, { errors: [] });

    await failureOf(open().revokeLease(leaseId));

    expect(vault.count('PUT /v1/sys/leases/revoke')).toBe(1);
  });
});
