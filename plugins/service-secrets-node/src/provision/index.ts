export * from './apply';
export { readStatementProfiles } from './config';
export * from './DesiredState';
export { changedFields, isPolicyOf } from './diff';
export type {
  ActualState,
  AllowedRoleChange,
  Change,
  FieldChange,
  ObjectChange,
} from './diff';
export type * from './KubernetesProvisionerApi';
export { manifestYaml } from './manifests';
export * from './plan';
export * from './ServiceSpec';
export * from './StatementProfile';
export * from './VaultProvisionerApi';
