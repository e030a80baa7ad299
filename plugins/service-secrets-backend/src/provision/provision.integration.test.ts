import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Sandbox, sandboxFiles, startSandbox } from '@service-secrets/sandbox';
import createKnex, { Knex } from 'knex';
import { Client } from 'pg';
import request from 'supertest';

import { serviceSecretsPlugin } from '../plugin';

jest.setTimeout(240_000);

const OWNER = 'group:default/grades';
const NAMESPACE = 'demo-proof';
const SETTLED_WITHIN_MS = 90_000;

let sandbox: Sandbox;
let knex: Knex;
let server: Parameters<typeof request>[0];
let allowedBefore: unknown;
let runId: string;

const file = (name: string) => path.join(sandbox.directory, name);

function login(role: string, tokenFile: string) {
  return { login: { method: 'kubernetes', role, tokenFile } };
}

/** As an operator would write it. */
function config() {
  const { vault, kubernetes, postgres } = sandbox;
  const dropUser = [
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}';`,
    'DROP ROLE IF EXISTS "{{name}}";',
  ];
  return {
    serviceSecrets: {
      instances: [
        {
          name: 'vault',
          address: vault.address,
          mounts: {
            database: 'database',
            kubernetesAuth: 'kubernetes',
            pki: 'pki_int',
          },
          reader: login('backstage-reader', file(sandboxFiles.vaultJwt)),
          provisioner: login(
            'backstage-provisioner',
            file(sandboxFiles.provisionerVaultJwt),
          ),
        },
      ],
      clusters: [
        {
          name: 'cluster',
          url: kubernetes.url,
          caFile: file(sandboxFiles.ca),
          serviceAccountTokenFile: file(sandboxFiles.kubernetesToken),
          provisioner: {
            serviceAccountTokenFile: file(sandboxFiles.provisionerToken),
          },
        },
      ],
      environments: [
        { name: 'production', instance: 'vault', cluster: 'cluster' },
      ],
      bindings: {
        rules: [
          {
            owners: [OWNER],
            namespaces: ['demo-*'],
            authRoles: ['svc-demo-*'],
            databaseRoles: ['svc-demo-*'],
          },
        ],
      },
      provision: {
        mode: 'apply',
        applyManifests: true,
        createNamespaces: true,
        statementProfiles: [
          {
            id: 'read-write',
            grants: 'read and write, schema public',
            creationStatements: [
              `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';`,
              `DO $$ BEGIN EXECUTE format('GRANT %I TO %I', current_database() || '_rw', '{{name}}'); END $$;`,
            ],
            revocationStatements: dropUser,
          },
        ],
        offers: [
          {
            owners: [OWNER],
            namespaces: ['demo-*'],
            vaultServer: vault.address,
            maxTtl: '24h',
            databases: [
              {
                id: 'grades',
                title: 'Grades',
                connection: 'grade-api-db',
                host: postgres.host,
                port: postgres.port,
                database: 'gradedb',
                sslMode: 'verify-full',
                caFile: file(sandboxFiles.postgresCa),
                profiles: ['read-write'],
              },
            ],
            certificates: [
              {
                id: 'internal',
                title: 'Internal',
                domains: ['svc.cluster.local'],
                maxDuration: '720h',
              },
            ],
            kv: { mount: 'secret', prefix: 'services' },
          },
        ],
      },
    },
  };
}

const wishes = {
  entityRef: 'component:default/demo-proof',
  owner: OWNER,
  environment: 'production',
  namespace: NAMESPACE,
  name: 'demo-proof',
  image: 'registry.example/demo-proof:1.0.0',
  replicas: 1,
  delivery: 'agent-injector',
  database: {
    offer: 'grades',
    profile: 'read-write',
    defaultTtlSeconds: 3600,
    maxTtlSeconds: 86_400,
    format: 'json',
  },
  certificate: {
    offer: 'internal',
    dnsNames: [`demo-proof.${NAMESPACE}.svc.cluster.local`],
    durationSeconds: 86_400,
    renewBeforeSeconds: 28_800,
  },
};

async function post(what: string, body: object) {
  const answer = await request(server)
    .post(`/api/service-secrets/v1/provision/${what}`)
    .send(body);
  expect([answer.status, answer.body.error?.message]).toEqual([200, undefined]);
  return answer.body;
}

async function vaultGet(where: string) {
  const answer = await fetch(`${sandbox.vault.address}/v1/${where}`, {
    headers: { 'X-Vault-Token': sandbox.vault.token },
  });
  return { status: answer.status, body: await answer.json() };
}

async function allowedRoles(): Promise<unknown> {
  const { body } = await vaultGet('database/config/grade-api-db');
  return body.data.allowed_roles;
}

async function databaseUsers(): Promise<string[]> {
  const client = new Client({
    connectionString: sandbox.postgres.url('gradedb'),
    ssl: { rejectUnauthorized: false },
  });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT rolname FROM pg_roles WHERE rolname LIKE '%svc-demo%'`,
    );
    return rows.map(({ rolname }) => rolname);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 'services' });
  knex = createKnex({
    client: 'pg',
    connection: {
      connectionString: sandbox.postgres.url(),
      ssl: { rejectUnauthorized: false },
    },
  });
  allowedBefore = await allowedRoles();
  const userInfo = mockServices.userInfo({ ownershipEntityRefs: [OWNER] });
  ({ server } = await startTestBackend({
    features: [
      serviceSecretsPlugin,
      catalogServiceMock.factory({ entities: [] }),
      mockServices.rootConfig.factory({ data: config() }),
      mockServices.database.mock({ getClient: async () => knex }).factory,
      createServiceFactory({
        service: coreServices.userInfo,
        deps: {},
        factory: () => userInfo,
      }),
    ],
  }));
});

afterAll(async () => {
  await knex?.destroy();
  await sandbox?.stop();
});

describe('a service, from plan to retirement', () => {
  it('is planned without a write, and all of it is new', async () => {
    const plan = await post('plan', { request: wishes });

    expect(plan.mode).toBe('apply');
    expect(
      plan.changes.map(({ action }: { action: string }) => action),
    ).not.toContain('conflict');
    expect(await allowedRoles()).toEqual(allowedBefore);
    expect((await vaultGet('sys/policies/acl/svc-demo-proof')).status).toBe(
      404,
    );
  });

  it('is written when it is the plan that was approved', async () => {
    const { digest } = await post('plan', { request: wishes });

    const result = await post('apply', {
      ...{ request: wishes, digest },
      applyManifests: true,
    });

    runId = result.runId;
    expect(result.writes).toBeGreaterThan(5);
    expect(result.applied).toContain(`Deployment ${NAMESPACE}/demo-proof`);
  });

  it('is verified by the checks of the tab, from pod to credential', async () => {
    const deadline = Date.now() + SETTLED_WITHIN_MS;
    let verdict = await post('verify', { request: wishes });
    while (verdict.health !== 'healthy' && Date.now() < deadline) {
      await sleep(1000);
      verdict = await post('verify', { request: wishes });
    }

    expect([verdict.health, verdict.sentence, verdict.findings]).toEqual([
      'healthy',
      expect.any(String),
      expect.not.arrayContaining([
        expect.objectContaining({ severity: 'critical' }),
      ]),
    ]);
  });

  it('is left alone by a second run, with zero writes', async () => {
    const result = await post('apply', {
      request: wishes,
      applyManifests: true,
    });

    expect(result).toMatchObject({ writes: 0, runId });
    expect(
      new Set(result.changes.map(({ action }: { action: string }) => action)),
    ).toEqual(new Set(['unchanged']));
  });

  it('is proved: token, login, credential, connection, and all of it revoked', async () => {
    const users = (await databaseUsers()).length;

    const { proof } = await post('verify', { request: wishes, proof: true });

    expect(
      proof.map(
        ({ step, outcome, detail }: Record<string, string>) =>
          `${step} ${outcome} ${outcome === 'ok' ? '' : detail}`,
      ),
    ).toEqual([
      'token ok ',
      'login ok ',
      'credential ok ',
      'connect ok ',
      'revoke ok ',
    ]);
    expect((await databaseUsers()).length).toBe(users);
  });

  it('is retired only when confirmed, and then nothing of it is left but its namespace', async () => {
    const { entityRef, owner, environment } = wishes;
    const claim = { entityRef, owner, environment, removeManifests: true };
    expect((await databaseUsers()).length).toBeGreaterThan(0);

    const refused = await request(server)
      .post('/api/service-secrets/v1/provision/retire')
      .send(claim);
    expect([refused.status, refused.body.error.message]).toEqual([
      409,
      expect.stringMatching(/^Nothing was removed\..*1 pod/),
    ]);

    const { leftOvers } = await post('retire', { ...claim, confirmed: true });

    expect(leftOvers.map(({ what }: { what: string }) => what)).toEqual([
      `Namespace ${NAMESPACE}`,
    ]);
    expect(await allowedRoles()).toEqual(allowedBefore);
    for (const where of [
      'sys/policies/acl/svc-demo-proof',
      'sys/policies/acl/issuer-demo-proof',
      'auth/kubernetes/role/svc-demo-proof',
      'auth/kubernetes/role/issuer-demo-proof',
      'database/roles/svc-demo-proof.read-write',
      'pki_int/roles/svc-demo-proof',
      'sys/leases/lookup/database/creds/svc-demo-proof.read-write?list=true',
    ]) {
      expect([where, (await vaultGet(where)).status]).toEqual([where, 404]);
    }
    expect(await databaseUsers()).toEqual([]);
    const { impact } = await post('retire', { ...claim, dryRun: true }).catch(
      () => ({ impact: { objects: [] } }),
    );
    expect(impact.objects).toEqual([]);
  });
});
