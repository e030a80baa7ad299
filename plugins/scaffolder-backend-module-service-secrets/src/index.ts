/**
 * Scaffolder actions of Service Secrets.
 *
 * @packageDocumentation
 */
export { scaffolderModuleServiceSecrets as default } from './module';
export { createServiceSecretsActions } from './actions';
export type { Reach } from './client/asInitiator';
