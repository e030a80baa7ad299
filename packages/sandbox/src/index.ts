export {
  startSandbox,
  type Sandbox,
  type SandboxOptions,
  type SandboxSeed,
} from './startSandbox';
export { sandboxFiles } from './identityFiles';
export { identityManifests, identityPolicies } from './seed/identities';
export { faults } from './seed/faults';
export type { Fault } from './seed/faults/Fault';
export type { SandboxPorts } from './ports';
export { startPostgres, type PostgresServer } from './startPostgres';
export {
  startVault,
  type VaultOptions,
  type VaultServer,
} from './vault/startVault';
export {
  startKubernetes,
  type KubernetesServer,
} from './kubernetes/startKubernetes';
