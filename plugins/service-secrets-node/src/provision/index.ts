export * from './apply';
export { readStatementProfiles } from './config';
export * from './DesiredState';
export { desiredDigest } from './digest';
export { changedFields, diff, isMarkedBy } from './diff';
export type {
  ActualState,
  AllowedRoleChange,
  Change,
  FieldChange,
  ObjectChange,
} from './diff';
export type * from './KubernetesProvisionerApi';
export { isOwnedBy } from './manifestOwner';
export * from './delivery';
export { renderFor } from './gitops/renderFor';
export * from './notes';
export { ownerMark } from './policyHcl';
export type { ServiceOwner } from './policyHcl';
export { keptPaths } from './keepGrants';
export * from './plan';
export * from './ServiceSpec';
export * from './StatementProfile';
export * from './VaultProvisionerApi';
