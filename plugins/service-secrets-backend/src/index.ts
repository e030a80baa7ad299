/**
 * Backend plugin of Service Secrets: mediates Vault and Kubernetes, one service at a time.
 *
 * @packageDocumentation
 */
export { serviceSecretsPlugin as default } from './plugin';
