import type {
  KubernetesApi,
  KubernetesService,
  VaultApi,
  VaultService,
} from 'backstage-plugin-service-secrets-node';

import { EnvironmentBinding } from '../bind/EnvironmentBinding';
import { Asker } from './Asker';
import { SourceFailure } from './failure';
import { LeaseSource } from './LeaseSource';
import { ServiceSnapshot } from './ServiceSnapshot';
import { SourceResult } from './SourceResult';
import { askAuthRole } from './sources/authRole';
import { askCertificates } from './sources/certificates';
import { askDatabaseRoles } from './sources/databaseRoles';
import { askDeliveries } from './sources/deliveries';
import { askEvents } from './sources/events';
import { askLeases } from './sources/leases';
import { askPki } from './sources/pki';
import { askPolicies } from './sources/policies';
import { askServiceAccount } from './sources/serviceAccount';
import { askWorkloads } from './sources/workloads';
import { StaleAnswers } from './StaleAnswers';

/** What collecting needs. */
export interface CollectOptions {
  readonly vault: VaultService;
  readonly kubernetes: KubernetesService;
  /** Reads leases of an instance; one per instance, so that look-ups are shared. */
  leases(instance: string): LeaseSource | undefined;
  readonly staleAnswers: StaleAnswers;
  readonly deadlineMs: number;
  readonly clock: () => Date;
}

type KubernetesPart = Pick<
  ServiceSnapshot,
  'workloads' | 'serviceAccount' | 'events' | 'deliveries' | 'certificates'
>;
type VaultPart = Omit<ServiceSnapshot, keyof KubernetesPart>;

function notConfigured<T>(what: string, name: string): SourceResult<T> {
  const failure: SourceFailure = {
    code: 'not-configured',
    message: `${name}: the operator configured no ${what} of that name`,
  };
  return { state: 'failed', failure };
}

async function collectKubernetes(
  asker: Asker,
  api: KubernetesApi,
  binding: EnvironmentBinding,
): Promise<KubernetesPart> {
  const target = binding.cluster;
  const { namespace } = binding;
  const askedEvents = asker.ask({
    source: 'events',
    target,
    ask: () => askEvents(api, namespace),
  });
  const workloads = await asker.ask({
    source: 'workloads',
    target,
    ask: () => askWorkloads(api, binding),
  });
  const askedDeliveries = asker.askWith(workloads, data => ({
    source: 'deliveries',
    target,
    ask: () => askDeliveries({ api, target }, binding, data),
  }));
  const [serviceAccount, certificates, events] = await Promise.all([
    asker.askWith(workloads, data => ({
      source: 'serviceAccount',
      target,
      ask: async () =>
        askServiceAccount(api, namespace, {
          ...data,
          deliveries: await askedDeliveries,
        }),
    })),
    asker.askWith(workloads, data => ({
      source: 'certificates',
      target,
      ask: () => askCertificates({ api, target }, binding, data),
    })),
    askedEvents,
  ]);
  const deliveries = await askedDeliveries;
  return { workloads, serviceAccount, events, deliveries, certificates };
}

async function collectVault(
  asker: Asker,
  { vault, leases }: { vault: VaultApi; leases: LeaseSource },
  binding: EnvironmentBinding,
): Promise<Omit<VaultPart, 'pki'>> {
  const target = binding.instance;
  const askedDatabaseRoles = asker.ask({
    source: 'databaseRoles',
    target,
    ask: () => askDatabaseRoles(vault, binding, target),
  });
  const askedLeases = asker.ask({
    source: 'leases',
    target,
    ask: () => askLeases({ vault, leases }, binding.databaseRoles, target),
  });
  const authRole = await asker.ask({
    source: 'authRole',
    target,
    ask: () => askAuthRole(vault, binding.authRole),
  });
  const policies = await asker.askWith(authRole, data => ({
    source: 'policies',
    target,
    ask: () => askPolicies(vault, data),
  }));
  return {
    authRole,
    policies,
    databaseRoles: await askedDatabaseRoles,
    leases: await askedLeases,
  };
}

function withoutCluster(name: string): KubernetesPart {
  return {
    workloads: notConfigured('cluster', name),
    serviceAccount: notConfigured('cluster', name),
    events: notConfigured('cluster', name),
    deliveries: notConfigured('cluster', name),
    certificates: notConfigured('cluster', name),
  };
}

function withoutInstance(name: string): VaultPart {
  return {
    authRole: notConfigured('Vault instance', name),
    policies: notConfigured('Vault instance', name),
    databaseRoles: notConfigured('Vault instance', name),
    leases: notConfigured('Vault instance', name),
    pki: notConfigured('Vault instance', name),
  };
}

/** Asks Vault and Kubernetes everything about one service. Never throws: what fails is part of the answer. */
export async function collectSnapshot(
  binding: EnvironmentBinding,
  options: CollectOptions,
): Promise<ServiceSnapshot> {
  const asker = new Asker({
    key: JSON.stringify(binding),
    deadlineAt: Date.now() + options.deadlineMs,
    staleAnswers: options.staleAnswers,
    clock: options.clock,
  });
  const vault = options.vault.instance(binding.instance)?.reader;
  const leases = options.leases(binding.instance);
  const api = options.kubernetes.cluster(binding.cluster)?.api;
  const [fromCluster, fromVault] = await Promise.all([
    api
      ? collectKubernetes(asker, api, binding)
      : withoutCluster(binding.cluster),
    vault && leases
      ? collectVault(asker, { vault, leases }, binding)
      : withoutInstance(binding.instance),
  ]);
  const pki = vault
    ? await asker.askWith(fromCluster.certificates, data => ({
        source: 'pki',
        target: binding.instance,
        ask: () => askPki(vault, data, binding.instance),
      }))
    : withoutInstance(binding.instance).pki;
  return { ...fromCluster, ...fromVault, pki };
}
