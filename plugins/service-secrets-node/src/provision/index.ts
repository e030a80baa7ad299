export * from './apply';
export { readStatementProfiles } from './config';
export * from './DesiredState';
export type { ActualState, Change, FieldChange } from './diff';
export { manifestYaml } from './manifests';
export * from './plan';
export * from './ServiceSpec';
export * from './StatementProfile';
export * from './VaultProvisionerApi';
