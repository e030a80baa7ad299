import type { DeliveryKind, SecretOperator } from './DeliveryResource';
import {
  base,
  get,
  KubernetesRequest,
  list,
  listAll,
  Resource,
  rule,
} from './paths';

const vso = { group: 'secrets.hashicorp.com', version: 'v1beta1' };
const eso = { group: 'external-secrets.io', version: 'v1' };
const esoGenerators = { group: `generators.${eso.group}`, version: 'v1alpha1' };
const csi = { group: 'secrets-store.csi.x-k8s.io', version: 'v1' };

function kind(
  group: Pick<Resource, 'group' | 'version'>,
  label: DeliveryKind,
  plural: string,
): Resource {
  return { ...group, plural, label };
}

/** Where the API has each kind that says what an operator reads from Vault. */
export const deliveryResources: Readonly<Record<DeliveryKind, Resource>> = {
  VaultDynamicSecret: kind(vso, 'VaultDynamicSecret', 'vaultdynamicsecrets'),
  VaultStaticSecret: kind(vso, 'VaultStaticSecret', 'vaultstaticsecrets'),
  VaultPKISecret: kind(vso, 'VaultPKISecret', 'vaultpkisecrets'),
  VaultAuth: kind(vso, 'VaultAuth', 'vaultauths'),
  VaultConnection: kind(vso, 'VaultConnection', 'vaultconnections'),
  ExternalSecret: kind(eso, 'ExternalSecret', 'externalsecrets'),
  SecretStore: kind(eso, 'SecretStore', 'secretstores'),
  ClusterSecretStore: kind(eso, 'ClusterSecretStore', 'clustersecretstores'),
  'VaultDynamicSecret generator': kind(
    esoGenerators,
    'VaultDynamicSecret generator',
    'vaultdynamicsecrets',
  ),
  SecretProviderClass: kind(
    csi,
    'SecretProviderClass',
    'secretproviderclasses',
  ),
};

function rulesOf(group: string, ...kinds: readonly DeliveryKind[]): string {
  const plural = kinds.map(each => deliveryResources[each].plural);
  return rule({ group, plural }, 'get', 'list');
}

/** Everything an operator has in one rule, so that one refusal is the last. */
const operatorRules: Readonly<Record<SecretOperator, string>> = {
  vso: rulesOf(
    vso.group,
    'VaultDynamicSecret',
    'VaultStaticSecret',
    'VaultPKISecret',
    'VaultAuth',
    'VaultConnection',
  ),
  eso: [
    rulesOf(eso.group, 'ExternalSecret', 'SecretStore', 'ClusterSecretStore'),
    rulesOf(esoGenerators.group, 'VaultDynamicSecret generator'),
  ].join('\n'),
  csi: rulesOf(csi.group, 'SecretProviderClass'),
};

/** The requests for what secret operators have. Not one of them can answer a Secret. */
export const deliveryPaths = {
  /** Which kinds of a group and version there are, which every login may ask. */
  served: (resource: Resource): KubernetesRequest => ({
    path: base(resource),
    query: {},
    operation: `list the kinds of ${resource.group}`,
  }),
  list: (
    wanted: DeliveryKind,
    at: { readonly namespace: string; readonly operator: SecretOperator },
  ): KubernetesRequest => ({
    ...list(deliveryResources[wanted], at.namespace),
    rule: operatorRules[at.operator],
  }),
  /** Of every namespace, for who may. */
  listAll: (
    wanted: DeliveryKind,
    operator: SecretOperator,
  ): KubernetesRequest => ({
    ...listAll(deliveryResources[wanted]),
    rule: operatorRules[operator],
  }),
  clusterStore: (name: string): KubernetesRequest => ({
    ...get(deliveryResources.ClusterSecretStore, { name }),
    rule: operatorRules.eso,
  }),
} as const;
