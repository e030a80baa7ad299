/**
 * Scaffolder actions of Service Secrets.
 *
 * @packageDocumentation
 */
export { scaffolderModuleServiceSecrets as default } from './module';
