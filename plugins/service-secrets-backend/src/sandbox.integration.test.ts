import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  faults,
  Sandbox,
  sandboxFiles,
  startSandbox,
} from '@service-secrets/sandbox';
import {
  EnvironmentReport,
  FindingCode,
  LeasePage,
  ServiceReport,
} from 'backstage-plugin-service-secrets-common';
import request from 'supertest';

import { serviceSecretsPlugin } from './plugin';
import { breakExplainedBy } from './testSupport/CheckCase';

jest.setTimeout(240_000);

const OWNER = 'group:default/teams';
const SETTLED_WITHIN_MS = 90_000;

interface Healthy {
  readonly service: string;
  readonly namespace: string;
  readonly role: string;
  readonly workload?: string;
}

const healthy: readonly Healthy[] = [
  { service: 'grade-api', namespace: 'grade-api', role: 'grade-api-role' },
  {
    service: 'grade-analytics',
    namespace: 'grade-analytics',
    role: 'analytics-role',
  },
  { service: 'web', namespace: 'web', role: 'db-app' },
  { service: 'api-service', namespace: 'production', role: 'api-role' },
  {
    service: 'app',
    namespace: 'app',
    role: 'app-role',
    workload: 'deployment/app',
  },
];

/** What each fault must be found as, and where it breaks the wiring; an irrevocable lease breaks no link. */
const expected: Readonly<
  Record<string, readonly [FindingCode, string | undefined]>
> = {
  'service-account-not-bound': [
    'serviceAccountNotBound',
    'service-account > auth-role',
  ],
  'policy-lacks-path': ['policyLacksPath', 'policy > database-role'],
  'role-not-allowed': ['roleNotAllowed', 'database-role > connection'],
  'wrong-injected-path': ['pathNotClaimed', 'policy > database-role'],
  'auth-role-missing': ['authRoleMissing', 'service-account > auth-role'],
  'namespace-not-bound': ['namespaceNotBound', 'service-account > auth-role'],
  'certificate-expired': ['certificateExpired', 'workload > certificate'],
  'irrevocable-lease': ['leaseIrrevocable', undefined],
};

function entity(name: string, annotations: Record<string, string>): Entity {
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

const entities = [
  ...healthy.map(({ service, namespace, role, workload }) =>
    entity(service, {
      namespace,
      'database-roles': role,
      ...(workload && { workloads: workload }),
    }),
  ),
  ...faults.map(({ service, namespace, fault }) =>
    entity(service, {
      namespace,
      ...(fault === 'certificate-expired'
        ? { certificates: `${service}-tls` }
        : { 'database-roles': `${service}-role` }),
    }),
  ),
];

/** As an operator would write it: the reader logs in as Backstage's pod does. */
function configOf({ vault, kubernetes, directory }: Sandbox) {
  const file = (name: string) => path.join(directory, name);
  const names = [...healthy, ...faults].map(({ service }) => service);
  const login = {
    method: 'kubernetes',
    role: 'backstage-reader',
    tokenFile: file(sandboxFiles.vaultJwt),
  };
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
          reader: { login },
        },
      ],
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
            namespaces: ['fault-*', ...healthy.map(row => row.namespace)],
            authRoles: names,
            databaseRoles: [
              ...healthy.map(({ role }) => role),
              ...faults.map(({ service }) => `${service}-role`),
            ],
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

/** Agents give up, leases fail and certificates end in their own time; the last answer is judged either way. */
async function settled(
  service: string,
  isThere: (report: EnvironmentReport) => boolean,
): Promise<EnvironmentReport> {
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  let report = await reportOf(service);
  while (!isThere(report) && Date.now() < deadline) {
    await sleep(1000);
    report = await reportOf(service);
  }
  return report;
}

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 'all' });
  const userInfo = mockServices.userInfo({ ownershipEntityRefs: [OWNER] });
  ({ server } = await startTestBackend({
    features: [
      serviceSecretsPlugin,
      catalogServiceMock.factory({ entities }),
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

describe('a healthy service of the sandbox', () => {
  it.each(healthy)('is healthy: $service', async ({ service, role }) => {
    const report = await settled(
      service,
      ({ status }) => status.health === 'healthy',
    );

    const serious = report.findings.filter(
      ({ severity }) => severity !== 'hygiene',
    );
    expect(serious).toEqual([]);
    expect(report.status.health).toBe('healthy');
    expect(report.sources.map(({ name, state }) => `${name} ${state}`)).toEqual(
      report.sources.map(({ name }) => `${name} ok`),
    );
    expect(report.databaseRoles?.map(({ name }) => name)).toEqual([role]);
  });

  it.each(healthy)(
    'has the leases Vault lists: $service',
    async ({ service, role }) => {
      const answer = await fetch(
        `${sandbox.vault.address}/v1/sys/leases/lookup/database/creds/${role}?list=true`,
        { headers: { 'X-Vault-Token': sandbox.vault.token } },
      );
      const { data } = await answer.json();

      const report = await reportOf(service);
      const { body } = await get(service, 'leases');

      const page = body as LeasePage;
      const ends = (ids: string[]) => ids.map(id => id.slice(-8)).sort();
      expect(data.keys.length).toBeGreaterThan(0);
      expect(report.leases?.total).toBe(data.keys.length);
      expect(ends(page.items.map(({ suffix }) => suffix))).toEqual(
        ends(data.keys),
      );
    },
  );
});

describe('a broken service of the sandbox', () => {
  it('is known for every fault', () => {
    expect(faults.map(({ fault }) => fault).sort()).toEqual(
      Object.keys(expected).sort(),
    );
  });

  it.each(faults)(
    'is broken by $fault: $service',
    async ({ service, fault }) => {
      const [code, link] = expected[fault];

      const report = await settled(service, ({ findings }) =>
        findings.some(finding => finding.code === code),
      );

      const found = report.findings.find(finding => finding.code === code);
      expect(report.findings.map(finding => finding.code)).toContain(code);
      expect(report.status.health).toBe('broken');
      expect(breakExplainedBy(report, found)).toBe(link);
    },
  );
});
