/**
 * The door to Vault and Kubernetes: ports, their adapters, and the services that hand them out.
 *
 * @packageDocumentation
 */
export { readUpstreamConfig } from './config';
export type {
  ClusterConfig,
  InstanceConfig,
  LoginConfig,
  UpstreamConfig,
} from './config';
export { KubernetesError } from './kubernetes/errors';
export type * from './kubernetes/KubernetesApi';
export type * from './kubernetes/KubernetesOperatorApi';
export type * from './kubernetes/KubernetesService';
export * from './kubernetes/kubernetesServiceRef';
export * from './provision';
export { UpstreamError } from './upstream/UpstreamError';
export type { UpstreamProblem } from './upstream/UpstreamError';
export { VaultError } from './vault/errors';
export { LeaseReader } from './vault/LeaseReader';
export type { LeaseReaderOptions, RoleLeases } from './vault/LeaseReader';
export type * from './vault/VaultApi';
export type * from './vault/VaultService';
export * from './vault/vaultServiceRef';
