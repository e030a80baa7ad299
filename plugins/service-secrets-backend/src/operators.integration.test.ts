import path from 'node:path';

import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Sandbox, sandboxFiles, startSandbox } from '@service-secrets/sandbox';
import {
  EnvironmentReport,
  LeasePage,
  ServiceReport,
} from 'backstage-plugin-service-secrets-common';
import request from 'supertest';

import { serviceSecretsPlugin } from './plugin';
import { breakExplainedBy } from './testSupport/CheckCase';
import { PlayedOperator } from './testSupport/PlayedOperator';

jest.setTimeout(300_000);

const OWNER = 'group:default/teams';
const NAMESPACE = 'grade-analytics';
const ROLE = 'analytics-role';
const VSO = 'secrets.hashicorp.com/v1beta1';
const VSO_PATH = `/apis/${VSO}/namespaces/{namespace}`;
const READS = `database/creds/${ROLE}`;

/** A second workload of the analytics service, which the operator delivers to. */
const services = [
  { name: 'export', account: `${NAMESPACE}-sa` },
  { name: 'broken-export', account: 'export-legacy' },
];

function entityOf(name: string) {
  const annotations = {
    namespace: NAMESPACE,
    workloads: `deployment/${name}`,
    'auth-role': NAMESPACE,
    'database-roles': ROLE,
  };
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [
          `service-secrets.io/${key}`,
          value,
        ]),
      ),
    },
    relations: [{ type: 'ownedBy', targetRef: OWNER }],
  };
}

/** What an owner applies: a login, what to read with it, and pods that use the Secret. */
async function deploy(
  operator: PlayedOperator,
  { name, account }: (typeof services)[number],
): Promise<void> {
  await operator.create(`${VSO_PATH}/vaultauths`, {
    apiVersion: VSO,
    kind: 'VaultAuth',
    metadata: { name },
    spec: {
      method: 'kubernetes',
      mount: 'kubernetes',
      kubernetes: {
        role: NAMESPACE,
        serviceAccount: account,
        audiences: ['vault'],
      },
    },
  });
  await operator.create(`${VSO_PATH}/vaultdynamicsecrets`, {
    apiVersion: VSO,
    kind: 'VaultDynamicSecret',
    metadata: { name: `${name}-db` },
    spec: {
      vaultAuthRef: name,
      mount: 'database',
      path: `creds/${ROLE}`,
      destination: { name: `${name}-db`, create: true },
    },
  });
  await operator.create('/apis/apps/v1/namespaces/{namespace}/deployments', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          serviceAccountName: `${NAMESPACE}-sa`,
          containers: [
            {
              name,
              image: 'registry.example.com/export:1.0.0',
              envFrom: [{ secretRef: { name: `${name}-db` } }],
            },
          ],
        },
      },
    },
  });
  await operator.sync(`${name}-db`, {
    serviceAccount: account,
    authRole: NAMESPACE,
    path: READS,
  });
}

function configOf({ vault, kubernetes, directory }: Sandbox) {
  const file = (name: string) => path.join(directory, name);
  const login = {
    method: 'kubernetes',
    role: 'backstage-reader',
    tokenFile: file(sandboxFiles.vaultJwt),
  };
  return {
    serviceSecrets: {
      instances: [{ name: 'vault', address: vault.address, reader: { login } }],
      clusters: [
        {
          name: 'cluster',
          url: kubernetes.url,
          caFile: file(sandboxFiles.ca),
          serviceAccountTokenFile: file(sandboxFiles.kubernetesToken),
        },
      ],
      environments: [
        { name: 'production', instance: 'vault', cluster: 'cluster' },
      ],
      bindings: {
        rules: [
          {
            owners: [OWNER],
            namespaces: [NAMESPACE],
            authRoles: [NAMESPACE],
            databaseRoles: [ROLE],
          },
        ],
      },
    },
  };
}

let sandbox: Sandbox;
let server: Parameters<typeof request>[0];

async function get(service: string, what: string): Promise<request.Response> {
  return request(server).get(
    `/api/service-secrets/v1/services/component/default/${service}/${what}`,
  );
}

async function reportOf(service: string): Promise<EnvironmentReport> {
  const { status, body } = await get(service, 'report?fresh=true');
  expect([status, body.error?.message]).toEqual([200, undefined]);
  // The shape is held by the tests of the API document.
  const { environments } = body as ServiceReport;
  return environments[0];
}

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 'services' });
  const operator = new PlayedOperator(sandbox, NAMESPACE);
  await operator.create('/api/v1/namespaces/{namespace}/serviceaccounts', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'export-legacy' },
  });
  for (const service of services) await deploy(operator, service);
  const userInfo = mockServices.userInfo({ ownershipEntityRefs: [OWNER] });
  ({ server } = await startTestBackend({
    features: [
      serviceSecretsPlugin,
      catalogServiceMock.factory({
        entities: services.map(({ name }) => entityOf(name)),
      }),
      mockServices.rootConfig.factory({ data: configOf(sandbox) }),
      createServiceFactory({
        service: coreServices.userInfo,
        deps: {},
        factory: () => userInfo,
      }),
    ],
  }));
});

afterAll(async () => {
  await sandbox?.stop();
});

describe('a service the Vault Secrets Operator delivers to, on the sandbox', () => {
  it('is drawn from its pods by the operator to the connection, every link ok', async () => {
    const { wiring, sources, leases } = await reportOf('export');

    expect(
      wiring[0].nodes.map(({ kind, name }) => [kind, name]).slice(0, 4),
    ).toEqual([
      ['workload', 'export'],
      ['delivery', 'export-db'],
      ['service-account', `${NAMESPACE}-sa`],
      ['auth-role', NAMESPACE],
    ]);
    expect(wiring[0].nodes[1].facts).toEqual([
      'Vault Secrets Operator',
      '1 lease',
    ]);
    expect(new Set(wiring[0].links)).toEqual(new Set(['ok']));
    expect(leases?.expected).toBe(1);
    expect(sources.map(({ name, state }) => `${name} ${state}`)).toContain(
      'deliveries ok',
    );
  });

  it('shows which lease the operator holds, and never its id', async () => {
    const { body } = await get('export', 'leases');

    const { items } = body as LeasePage;
    expect(items.map(({ workload }) => workload)).toContainEqual({
      pod: 'VaultDynamicSecret/export-db',
      certainty: 'known',
    });
    expect(JSON.stringify(body)).not.toMatch(/database\/creds\/[\w-]+\/\w/);
  });

  it('names the account the auth role does not bind as the first broken link', async () => {
    const report = await reportOf('broken-export');

    const codes = report.findings.map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining(['serviceAccountNotBound', 'deliveryNotSynced']),
    );
    const found = report.findings.find(
      ({ code }) => code === 'serviceAccountNotBound',
    );
    expect(found?.message).toMatch(/`export-legacy` is not bound/);
    expect(breakExplainedBy(report, found)).toBe('service-account > auth-role');
    expect(report.status.health).toBe('broken');
  });
});
