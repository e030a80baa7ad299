/**
 * The entity tab and overview card of Service Secrets, for the legacy frontend
 * system. The new one loads them from `./alpha`.
 *
 * @packageDocumentation
 */
export {
  serviceSecretsApiRef,
  type LeaseQuery,
  type ServiceSecretsApi,
} from './api/ServiceSecretsApi';
export { isServiceSecretsAvailable } from './isServiceSecretsAvailable';
export {
  EntityServiceSecretsCard,
  EntityServiceSecretsContent,
  serviceSecretsPlugin,
} from './plugin';
