/**
 * The entity tab, the overview card and the scaffolder's form fields of Service
 * Secrets, for the legacy frontend system. The new one loads them from `./alpha`.
 *
 * @packageDocumentation
 */
export {
  serviceSecretsApiRef,
  type LeaseQuery,
  type RetireQuery,
  type ServiceSecretsApi,
} from './api/ServiceSecretsApi';
export { isServiceSecretsAvailable } from './isServiceSecretsAvailable';
export {
  EntityServiceSecretsCard,
  EntityServiceSecretsContent,
  serviceSecretsPlugin,
} from './plugin';
export {
  ServiceSecretsCertificateOfferField,
  ServiceSecretsDatabaseField,
  ServiceSecretsDeliveryField,
  ServiceSecretsEnvironmentField,
  ServiceSecretsPlanReviewField,
  ServiceSecretsRetireReviewField,
  ServiceSecretsTtlField,
} from './scaffolder/fieldExtensions';
