import { inspect } from 'node:util';

import { FakeVaultServer } from '../testSupport/FakeVaultServer';
import { hostileNames } from '../testSupport/hostileNames';
import { sendJson, startHttpServer } from '../testSupport/startHttpServer';
import { Transport } from '../upstream/Transport';
import { createVaultSender } from './NodeVaultApi';
import { NodeVaultProof } from './NodeVaultProof';
import { NodeVaultProvisioner } from './NodeVaultProvisioner';
import { isAllowedProofRequest } from './proofPaths';
import { isAllowedProvisionerRequest } from './provisionerPaths';
import { VaultSession } from './VaultSession';

const CANARY = 'canary-8d1f';
const LOGIN = 'PUT /v1/auth/approle/login';
const REVOKE = 'PUT /v1/auth/token/revoke-self';
const POLICY = '/v1/sys/policies/acl/svc-a';
const CONNECTION = '/v1/database/config/app';
const policy = { kind: 'policy', name: 'svc-a', anchor: 'svc-a' } as const;
const place = { mount: 'database', connection: 'app' };

describe('the provisioner over the wire', () => {
  const vault = new FakeVaultServer();
  const cleanUps: (() => Promise<void>)[] = [];
  let origin: string;
  let logins = 0;

  beforeEach(async () => {
    vault.routes.clear();
    origin = await vault.start();
    logins = 0;
    vault.routes.set(LOGIN, (_, response) =>
      sendJson(response, 200, {
        auth: {
          client_token: `${CANARY}-${++logins}`,
          lease_duration: 3600,
          renewable: true,
        },
      }),
    );
    vault.json(REVOKE, 204);
    vault.json('GET /v1/auth/token/lookup-self', 200, { data: {} });
    vault.json(`GET ${POLICY}`, 200, { data: { policy: '# text' } });
    vault.json(`PUT ${POLICY}`, 204);
  });

  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0)) await cleanUp();
    await vault.stop();
  });

  function connect(): Transport {
    const transport = new Transport({
      origin,
      concurrency: 8,
      requestsPerSecond: 10_000,
      timeoutMs: 2000,
    });
    cleanUps.push(() => transport.close());
    return transport;
  }

  function open(): NodeVaultProvisioner {
    const send = createVaultSender({
      transport: connect(),
      isAllowed: isAllowedProvisionerRequest,
    });
    const login = {
      method: 'appRole',
      mount: 'approle',
      roleId: 'r',
      secretId: CANARY,
    } as const;
    const session = new VaultSession({ target: 'main', send, login });
    return new NodeVaultProvisioner(session);
  }

  function openProof(): NodeVaultProof {
    const send = createVaultSender({
      transport: connect(),
      isAllowed: isAllowedProofRequest,
    });
    return new NodeVaultProof('main', send);
  }

  async function failureOf(promise: Promise<unknown>): Promise<Error> {
    return promise.then(
      () => {
        throw new Error('did not fail');
      },
      (error: Error) => error,
    );
  }

  it('logs in once for 200 requests at the same moment', async () => {
    const api = open();

    const found = await Promise.all(
      Array.from({ length: 200 }, () => api.read(policy)),
    );

    expect(found[199]).toEqual({ kind: 'policy', text: '# text' });
    expect(vault.count(LOGIN)).toBe(1);
  });

  it('revokes its token at the end of a run and logs in anew for the next', async () => {
    const api = open();
    await api.close();
    expect(vault.requests).toHaveLength(0);

    await api.read(policy);
    await api.close();
    expect(vault.count(REVOKE)).toBe(1);
    await api.read(policy);

    expect(vault.count(LOGIN)).toBe(2);
  });

  it('keeps the login that runs share while one of them still asks, and ends it after the last', async () => {
    let revoked = '';
    vault.routes.set(REVOKE, ({ headers }, response) => {
      revoked = String(headers['x-vault-token']);
      sendJson(response, 204);
    });
    const judge: Parameters<typeof vault.routes.set>[1] = (
      { headers },
      response,
    ) =>
      headers['x-vault-token'] === revoked
        ? sendJson(response, 403, { errors: ['permission denied'] })
        : sendJson(response, 200, { data: { policy: '# text' } });
    vault.routes.set(`GET ${POLICY}`, judge);
    vault.routes.set('GET /v1/auth/token/lookup-self', judge);
    const api = open();
    await api.read(policy);

    const run = async () => {
      for (let call = 0; call < 5; call++) await api.read(policy);
      return api.read(policy);
    };

    const runs = await Promise.all([
      ...Array.from({ length: 20 }, run),
      api.close(),
    ]);

    expect(runs[19]).toEqual({ kind: 'policy', text: '# text' });
    expect(vault.count(LOGIN)).toBe(1);
    expect(vault.count(REVOKE)).toBe(1);
  });

  it.each(hostileNames)('sends nothing for the name %j', async name => {
    const api = open();
    const role = { kind: 'database-role', mount: 'database', name } as const;
    for (const attempt of [
      api.read({ kind: 'policy', name }),
      api.write({ ...policy, name, text: '' }),
      api.remove(role),
      api.write({ ...role, anchor: 'a', fields: {} }),
      api.setAllowedRoles({ ...place, connection: name }, []),
      api.allowedRoles({ ...place, mount: name }),
      api.leaseIds({ mount: 'database', name }),
      api.revokeLease('../x'),
      openProof().readCredential('t', { mount: 'database', name }),
      openProof().logIn({
        authMount: 'kubernetes',
        authRole: name,
        serviceAccountToken: 't',
      }),
    ]) {
      expect(await failureOf(attempt)).toMatchObject({
        name: 'VaultError',
        code: 'not-found',
      });
    }
    expect(vault.requests).toHaveLength(0);
  });

  it('follows no redirect: the other origin sees nothing', async () => {
    const other = await startHttpServer((_, response) =>
      sendJson(response, 204),
    );
    cleanUps.push(() => other.stop());
    const api = open();
    for (const status of [301, 302, 303, 307, 308]) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        vault.routes.set(`${method} ${POLICY}`, (_, response) => {
          response.writeHead(status, { location: `${other.origin}${POLICY}` });
          response.end();
        });
      }
      await failureOf(api.read(policy));
      await failureOf(api.write({ ...policy, text: '' }));
      await failureOf(api.remove(policy));
    }
    expect(other.requests).toHaveLength(0);
  });

  it.each([
    [429, 'too many requests'],
    [412, 'a replica that lags behind'],
  ])(
    'sends even what must not be sent twice again after %d, %s: Vault has not taken it',
    async status => {
      const line = `PUT ${CONNECTION}`;
      const connection = { allowed_roles: ['a'], connection_details: {} };
      vault.json(`GET ${CONNECTION}`, 200, { data: connection });
      vault.routes.set(line, (_, response) => {
        const isFirst = vault.count(line) === 1;
        sendJson(response, isFirst ? status : 204, { errors: [CANARY] });
      });

      await open().setAllowedRoles(place, ['a', 'b']);

      expect(vault.count(line)).toBe(2);
    },
  );

  it('sends no list of roles again when its answer may be the end of it', async () => {
    const connection = { allowed_roles: ['a'], connection_details: {} };
    vault.json(`GET ${CONNECTION}`, 200, { data: connection });
    vault.json(`PUT ${CONNECTION}`, 502, { errors: [CANARY] });

    await expect(
      open().setAllowedRoles(place, ['a', 'b']),
    ).rejects.toMatchObject({ code: 'unreachable' });

    expect(vault.count(`PUT ${CONNECTION}`)).toBe(1);
  });

  it('sends a policy and its removal again when the answer was a gateway failure', async () => {
    for (const method of ['PUT', 'DELETE']) {
      let failures = 0;
      vault.routes.set(`${method} ${POLICY}`, (_, response) =>
        sendJson(response, failures++ === 0 ? 502 : 204),
      );
    }
    const api = open();
    await api.write({ ...policy, text: '# new' });
    await api.remove(policy);

    expect(vault.count(`PUT ${POLICY}`)).toBe(2);
    expect(vault.count(`DELETE ${POLICY}`)).toBe(2);
    const [first] = vault.requests
      .filter(({ method }) => method === 'PUT')
      .slice(1);
    expect(JSON.parse(first.body)).toEqual({ policy: '# new' });
  });

  it('sends a list of allowed roles once, and nothing else of the connection', async () => {
    const data = {
      plugin_name: 'p',
      allowed_roles: ['a'],
      connection_details: { username: 'u' },
    };
    vault.json(`GET ${CONNECTION}`, 200, { data });
    vault.json(`PUT ${CONNECTION}`, 502);
    const api = open();

    await failureOf(api.setAllowedRoles(place, ['a', 'b']));
    expect(vault.count(`PUT ${CONNECTION}`)).toBe(1);
    vault.json(`PUT ${CONNECTION}`, 204);
    vault.json(`GET ${CONNECTION}`, 200, {
      data: { ...data, verify_connection: false },
    });
    await api.setAllowedRoles(place, ['a', 'b']);

    const bodies = vault.requests
      .filter(({ method, url }) => method === 'PUT' && url === CONNECTION)
      .map(({ body }): unknown => JSON.parse(body));
    expect(bodies).toEqual([
      { allowed_roles: ['a', 'b'] },
      { allowed_roles: ['a', 'b'], verify_connection: false },
    ]);
  });

  it.each([
    [
      400,
      'error verifying connection',
      /cannot connect to the database\) failed/,
    ],
    [500, '"x" is not an allowed role', /does not allow this role/],
    [400, 'failed to parse policy', /does not understand the policy/],
    [400, 'anything else', /refuses these values\) is not permitted/],
    [403, 'permission denied', /svc-a is not permitted/],
    [503, 'Vault is sealed', /sealed/],
  ])(
    'says in our own words why a write was refused: %s %s',
    async (status, text, message) => {
      vault.json(`PUT ${POLICY}`, status, { errors: [`${text}: ${CANARY}`] });

      const error = await failureOf(open().write({ ...policy, text: CANARY }));

      expect(error.name).toBe('VaultError');
      expect(error.message).toMatch(message);
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(
        CANARY,
      );
    },
  );

  it('names the rule that a write needs', async () => {
    vault.json(`PUT ${POLICY}`, 403, { errors: [] });

    expect(
      await failureOf(open().write({ ...policy, text: '' })),
    ).toMatchObject({
      missingRule:
        'path "sys/policies/acl/svc-a" { capabilities = ["create", "update"] }',
    });
  });

  describe('and the proof', () => {
    const CREDENTIAL = 'GET /v1/database/creds/svc-a';
    const KUBERNETES = 'PUT /v1/auth/kubernetes/login';
    const login = {
      authMount: 'kubernetes',
      authRole: 'svc-a',
      serviceAccountToken: CANARY,
    };
    const role = { mount: 'database', name: 'svc-a' };

    it('plays the service with its own token and takes it back', async () => {
      vault.json(KUBERNETES, 200, {
        auth: { client_token: 'of-the-service', lease_duration: 60 },
      });
      vault.json(CREDENTIAL, 200, {
        lease_id: 'database/creds/svc-a/1',
        data: { username: 'v-1', password: 'p', more: CANARY },
      });
      const proof = openProof();

      const token = await proof.logIn(login);
      expect(await proof.readCredential(token, role)).toEqual({
        username: 'v-1',
        password: 'p',
        leaseId: 'database/creds/svc-a/1',
      });
      await proof.revokeToken(token);

      const tokens = vault.requests.map(
        ({ headers }) => headers['x-vault-token'],
      );
      expect(tokens).toEqual([undefined, 'of-the-service', 'of-the-service']);
      expect(vault.count(LOGIN)).toBe(0);
    });

    it('asks once for a credential, also when the answer is a gateway failure', async () => {
      vault.json(CREDENTIAL, 502, { errors: [CANARY] });

      const error = await failureOf(openProof().readCredential('t', role));

      expect(vault.count(CREDENTIAL)).toBe(1);
      expect(error).toMatchObject({ name: 'VaultError', code: 'unreachable' });
    });

    it.each([
      [400, 'bad-answer'],
      [403, 'denied'],
    ])(
      'keeps no token in the error of a login answered %s',
      async (status, code) => {
        vault.json(KUBERNETES, status, { errors: [CANARY] });

        const error = await failureOf(openProof().logIn(login));

        expect(error).toMatchObject({ name: 'VaultError', code });
        expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(
          CANARY,
        );
      },
    );

    it('takes a token Vault does not know for revoked', async () => {
      vault.json(REVOKE, 403, { errors: ['permission denied'] });
      await expect(openProof().revokeToken('gone')).resolves.toBeUndefined();
    });
  });
});
