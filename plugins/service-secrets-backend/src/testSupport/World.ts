import { Entity } from '@backstage/catalog-model';
import {
  FindingCode,
  readServiceBinding,
  ServiceReport,
} from 'backstage-plugin-service-secrets-common';
import type {
  KubernetesService,
  VaultService,
} from 'backstage-plugin-service-secrets-node';
import {
  aCertificateResource,
  aConnection,
  aDatabaseRole,
  aLease,
  anAuthRole,
  anIssuer,
  aPkiIssuer,
  aPkiRole,
  aPod,
  aPolicy,
  aStaticRole,
  aWorkload,
  InMemoryKubernetes,
  InMemoryKubernetesOperator,
  InMemoryVault,
  testNow,
} from 'backstage-plugin-service-secrets-node/testUtils';

import { defaultThresholds } from '../assess/thresholds';
import { ServiceSecretsConfig } from '../config';
import { createServices } from '../createServices';
import { ServiceState } from '../serve/ReportService';
import { toServiceReport } from '../serve/toApi';

/** The operator's configuration in which `grade-api` is in order. */
export const testConfig: ServiceSecretsConfig = {
  environments: [{ name: 'production', instance: 'vault', cluster: 'cluster' }],
  bindings: {
    rules: [
      {
        owners: ['group:default/grades'],
        namespaces: ['grade-api'],
        authRoles: ['grade-api'],
        databaseRoles: ['grade-api-role'],
        staticRoles: ['grade-report'],
      },
    ],
    backReferences: false,
  },
  thresholds: defaultThresholds,
  cache: { reportMs: 15_000, staleMs: 300_000 },
  deadlineMs: 5000,
  access: { reports: 'owners', platformGroups: [] },
};

/** The catalog entity of `grade-api`, with other annotations or owners. */
export function anEntity(
  annotations: Record<string, string> = {},
  owner = 'group:default/grades',
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'grade-api',
      namespace: 'default',
      annotations: {
        'service-secrets.io/namespace': 'grade-api',
        'service-secrets.io/database-roles': 'grade-api-role',
        'service-secrets.io/static-roles': 'grade-report',
        ...annotations,
      },
    },
    spec: { type: 'service', owner: 'grades', lifecycle: 'production' },
    relations: [{ type: 'ownedBy', targetRef: owner }],
  };
}

/** A service called `grade-api` in which everything is in order, to break one thing at a time. */
export class World {
  readonly vault = new InMemoryVault({
    databaseRoles: { 'database/grade-api-role': aDatabaseRole() },
    staticRoles: { 'database/grade-report': aStaticRole() },
    connections: {
      'database/postgres': aConnection({
        allowedRoles: ['grade-api-role', 'grade-report'],
      }),
    },
    authRoles: { 'kubernetes/grade-api': anAuthRole({ audience: undefined }) },
    policies: {
      'grade-api': aPolicy({
        rules: ['creds/grade-api-role', 'static-creds/grade-report'].map(
          path => ({
            path: `database/${path}`,
            capabilities: ['read'],
            limitsParameters: false,
          }),
        ),
      }),
    },
    mountLimits: {
      database: { defaultTtlSeconds: 2_764_800, maxTtlSeconds: 2_764_800 },
      pki_int: { defaultTtlSeconds: 2_764_800, maxTtlSeconds: 31_536_000 },
    },
    leases: [aLease()],
    pkiRoles: { 'pki_int/grade-api-tls': aPkiRole() },
    pkiIssuers: { 'pki_int/default': aPkiIssuer() },
  });

  readonly kubernetes = new InMemoryKubernetes({
    namespaces: {
      'grade-api': {
        serviceAccounts: ['grade-api'],
        workloads: [
          aWorkload({
            desiredPods: 1,
            readyPods: 1,
            injectorAnnotations: {
              ...aWorkload().injectorAnnotations,
              'vault.hashicorp.com/agent-cache-enable': 'true',
              'vault.hashicorp.com/agent-inject-secret-report':
                'database/static-creds/grade-report',
            },
          }),
        ],
        pods: [aPod()],
        warnings: [],
        certificates: [aCertificateResource()],
        issuers: { vault: anIssuer() },
      },
    },
  });

  now = testNow;
  /** Whether the operator configured the identities that renew, revoke and re-issue. */
  isOperated = true;
  config: ServiceSecretsConfig = testConfig;
  entity: Entity = anEntity();

  readonly vaultService: VaultService = {
    names: () => ['vault'],
    instance: name =>
      name === 'vault'
        ? {
            name,
            reader: this.vault,
            operator: this.isOperated ? this.vault : undefined,
            mounts: {
              database: 'database',
              kubernetesAuth: 'kubernetes',
              pki: 'pki_int',
            },
          }
        : undefined,
  };

  readonly kubernetesService: KubernetesService = {
    names: () => ['cluster'],
    cluster: name =>
      name === 'cluster'
        ? {
            name,
            api: this.kubernetes,
            operator: this.isOperated
              ? new InMemoryKubernetesOperator(this.kubernetes)
              : undefined,
          }
        : undefined,
  };

  private services?: ReturnType<typeof createServices>;

  get namespace() {
    return this.kubernetes.state.namespaces['grade-api'];
  }

  /** Requests made to both upstreams so far. */
  get calls(): number {
    return this.vault.calls.count() + this.kubernetes.calls.count();
  }

  resetCalls(): void {
    this.vault.calls.reset();
    this.kubernetes.calls.reset();
  }

  changeWorkload(change: Parameters<typeof aWorkload>[0]): void {
    const [workload] = this.namespace.workloads;
    this.namespace.workloads = [{ ...workload, ...change }];
  }

  annotatePods(annotations: Record<string, string>): void {
    const [{ injectorAnnotations }] = this.namespace.workloads;
    this.changeWorkload({
      injectorAnnotations: { ...injectorAnnotations, ...annotations },
    });
  }

  changeCertificate(change: Parameters<typeof aCertificateResource>[0]): void {
    const [certificate] = this.namespace.certificates;
    this.namespace.certificates = [{ ...certificate, ...change }];
  }

  async read(): Promise<ServiceState> {
    this.services ??= createServices({
      config: this.config,
      vault: this.vaultService,
      kubernetes: this.kubernetesService,
      clock: () => this.now,
    });
    const result = readServiceBinding(this.entity);
    if (result.kind !== 'bound') throw new Error(`entity is ${result.kind}`);
    return this.services.reports.read(result.binding);
  }

  async report(): Promise<ServiceReport> {
    return toServiceReport(await this.read(), this.now);
  }

  /** Codes of the checks that could not be made. */
  async unknown(): Promise<readonly FindingCode[]> {
    const { environments } = await this.read();
    return environments.flatMap(({ assessment }) => assessment.unknown);
  }
}

/** A moment that many seconds after the tests' now; before it when negative. */
export function inSeconds(seconds: number): Date {
  return new Date(testNow.getTime() + seconds * 1000);
}
