/**
 * The entity tab, the overview card, the fleet page, the catalog's column and filter and the
 * scaffolder's form fields of Service Secrets, for the legacy frontend system. The new one loads them from `./alpha`.
 *
 * @packageDocumentation
 */
export {
  fleetApiRef,
  type Cancel,
  type ExportFile,
  type ExportFormat,
  type FleetApi,
  type RoleQuery,
  type RowQuery,
} from './api/FleetApi';
export { operateApiRef, type OperateApi } from './api/OperateApi';
export {
  serviceSecretsApiRef,
  type LeaseQuery,
  type RetireQuery,
  type ServiceSecretsApi,
} from './api/ServiceSecretsApi';
export {
  serviceStatesApiRef,
  type ServiceStatesApi,
} from './api/ServiceStatesApi';
export {
  createServiceSecretsColumn,
  withServiceSecretsColumn,
  type EntityColumns,
  type EntityRow,
  type ServiceSecretsColumnOptions,
} from './components/CatalogSecretsColumn/createServiceSecretsColumn';
export { isServiceSecretsAvailable } from './isServiceSecretsAvailable';
export {
  CatalogServiceSecretsPicker,
  EntityServiceSecretsCard,
  EntityServiceSecretsContent,
  HomePageServiceSecretsFleet,
  serviceSecretsPlugin,
  ServiceSecretsFleetPage,
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
