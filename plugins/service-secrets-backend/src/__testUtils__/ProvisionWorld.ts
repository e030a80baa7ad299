import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  KubernetesService,
  VaultService,
} from 'backstage-plugin-service-secrets-node';
import {
  aProvisionRequest,
  aStatementProfile,
  InMemoryKubernetes,
  InMemoryKubernetesProvisioner,
  InMemoryProof,
  InMemoryProvisioner,
  InMemoryVault,
} from 'backstage-plugin-service-secrets-node/testUtils';

import { createServices } from '../createServices';
import { createProvision } from '../provision/createProvision';
import { Connect } from '../provision/LiveProof';
import { ProvisionConfig } from '../provision/ProvisionConfig';
import { ProvisionService } from '../provision/ProvisionService';
import { InMemoryLedger } from '../testSupport/InMemoryLedger';
import { testConfig } from '../testSupport/World';

const mounts = {
  database: 'database',
  kubernetesAuth: 'kubernetes',
  pki: 'pki_int',
};

/** Guard rails under which `aProvisionRequest` may be applied. */
export const testRails: ProvisionConfig = {
  mode: 'apply',
  applyManifests: true,
  createNamespaces: true,
  reservedNamespaces: ['kube-*', 'vault*'],
  profiles: new Map([['read-write', aStatementProfile()]]),
  offers: [
    {
      owners: ['group:default/grades'],
      namespaces: ['grade-*'],
      audience: 'vault',
      vaultServer: 'https://vault.example:8200',
      deliveryMethods: ['agent-injector'],
      maxTtlSeconds: 86_400,
      databases: [
        {
          id: 'grades',
          title: 'Grades',
          engine: 'postgresql',
          connection: 'grade-api-db',
          host: 'postgres.example',
          port: 5432,
          database: 'gradedb',
          sslMode: 'verify-full',
          profiles: ['read-write'],
          staticUsernames: ['report*'],
        },
      ],
      certificates: [
        {
          id: 'internal',
          title: 'Internal',
          domains: ['svc.cluster.local'],
          dnsNames: [],
          maxDurationSeconds: 30 * 86_400,
        },
      ],
      kv: { mount: 'secret', prefix: 'services' },
    },
  ],
};

function isUser({ principal }: BackstageCredentials): boolean {
  return (
    typeof principal === 'object' &&
    principal !== null &&
    'userEntityRef' in principal
  );
}

/** The write path over fakes of everything it writes to; owners of `grade-api` ask, unless a test changes that. */
export class ProvisionWorld {
  readonly vault = new InMemoryProvisioner();
  /** Vaults of other instances than the first, by name. */
  readonly otherVaults = new Map<string, InMemoryProvisioner>();
  readonly reader = new InMemoryVault();
  readonly proof = new InMemoryProof(this.vault);
  readonly cluster = new InMemoryKubernetesProvisioner();
  readonly clusterReader = new InMemoryKubernetes();
  readonly ledger = new InMemoryLedger();
  readonly credentials = mockCredentials.user('user:default/ada');
  now = new Date('2026-11-22T00:00:00Z');
  rails: ProvisionConfig = testRails;
  environments = testConfig.environments;
  entities: Entity[] = [];
  /** Entities the catalog has and does not show to the caller. */
  hidden: Entity[] = [];
  ownershipEntityRefs = ['user:default/ada', 'group:default/grades'];
  permission: AuthorizeResult.ALLOW | AuthorizeResult.DENY =
    AuthorizeResult.ALLOW;
  connect: Connect = async () => {};

  constructor() {
    this.vault.connections.set('database/grade-api-db', ['analytics-role']);
  }

  private readonly vaultService: VaultService = {
    names: () => ['vault'],
    instance: name => ({
      name,
      mounts,
      reader: this.reader,
      provisioner: this.otherVaults.get(name) ?? this.vault,
      proof: this.proof,
    }),
  };

  private readonly kubernetesService: KubernetesService = {
    names: () => ['cluster'],
    cluster: name => ({
      name,
      api: this.clusterReader,
      provisioner: this.cluster,
    }),
  };

  /** Requests to Vault and Kubernetes so far, of every identity. */
  get calls(): number {
    return [
      this.vault.calls,
      this.reader.calls,
      this.proof.calls,
      this.cluster.calls,
      this.clusterReader.calls,
    ].reduce((sum, calls) => sum + calls.count(), 0);
  }

  /** Everything of ours that is anywhere and can be taken away: objects, allowed roles, manifests but namespaces. */
  get remains(): string[] {
    const allowed = this.vault.connections.get('database/grade-api-db') ?? [];
    return [
      ...this.vault.objects.keys(),
      ...allowed.filter(name => name !== 'analytics-role'),
      ...[...this.cluster.objects]
        .filter(([, { kind }]) => kind !== 'Namespace')
        .map(([key]) => key),
    ];
  }

  get service(): ProvisionService {
    const clock = () => this.now;
    const services = {
      vault: this.vaultService,
      kubernetes: this.kubernetesService,
    };
    const config = { ...testConfig, environments: this.environments };
    return createProvision({
      ...{ ...services, clock, config },
      rails: this.rails,
      ledger: this.ledger,
      connect: this.connect,
      auth: mockServices.auth(),
      catalog: this.catalog(),
      permissions: {
        authorize: async asked =>
          asked.map(() => ({ result: this.permission })),
      },
      userInfo: mockServices.userInfo({
        ownershipEntityRefs: this.ownershipEntityRefs,
      }),
      reports: createServices({ ...services, clock, config }).reports,
      // Whoever waits for a lock lets its holder go on.
      pause: async () => new Promise(resolve => setImmediate(resolve)),
    });
  }

  async apply(
    request: unknown = aProvisionRequest(),
    wishes: Parameters<ProvisionService['apply']>[1] = { applyManifests: true },
  ) {
    const { credentials } = this;
    // Two runs of one person are never of the same millisecond.
    this.now = new Date(this.now.getTime() + 1000);
    return this.service.apply({ request, credentials }, wishes);
  }

  async undo(runId: string) {
    return this.service.undo(runId, this.credentials);
  }

  /** The process died: nothing it held is given back; the locks end in their own time. */
  revive(): void {
    this.ledger.isDead = false;
    this.vault.calls.recover();
    this.cluster.calls.recover();
    this.now = new Date(this.now.getTime() + 120_000);
  }

  private catalog() {
    const shown = catalogServiceMock({ entities: this.entities });
    const all = catalogServiceMock({
      entities: [...this.entities, ...this.hidden],
    });
    const getEntityByRef: CatalogService['getEntityByRef'] = async (
      ref,
      options,
    ) =>
      (isUser(options.credentials) ? shown : all).getEntityByRef(ref, options);
    return { getEntityByRef };
  }
}
