import {
  certificateOfferSchema,
  databaseSchema,
  deliverySchema,
  environmentSchema,
  planReviewSchema,
  retireReviewSchema,
  ttlSchema,
} from './form/fieldProps';
import {
  validateDatabase,
  validatePlanReview,
  validateRetireReview,
  validateTtl,
} from './fieldValidation';
import { lazyField } from './lazyField';

/** ServiceSecretsEnvironment: one of the environments the owner is offered something in. */
export const environmentField = {
  name: 'ServiceSecretsEnvironment',
  schema: environmentSchema,
  component: lazyField(() =>
    import('./EnvironmentField').then(m => m.EnvironmentField),
  ),
};

/** ServiceSecretsDatabase: a database and what the service may do there. */
export const databaseField = {
  name: 'ServiceSecretsDatabase',
  schema: databaseSchema,
  validation: validateDatabase,
  component: lazyField(() =>
    import('./DatabaseField').then(m => m.DatabaseField),
  ),
};

/** ServiceSecretsDelivery: how a credential gets into a pod. */
export const deliveryField = {
  name: 'ServiceSecretsDelivery',
  schema: deliverySchema,
  component: lazyField(() =>
    import('./DeliveryField').then(m => m.DeliveryField),
  ),
};

/** ServiceSecretsCertificateOffer: an issuer. */
export const certificateOfferField = {
  name: 'ServiceSecretsCertificateOffer',
  schema: certificateOfferSchema,
  component: lazyField(() =>
    import('./CertificateOfferField').then(m => m.CertificateOfferField),
  ),
};

/** ServiceSecretsTtl: a lifetime. */
export const ttlField = {
  name: 'ServiceSecretsTtl',
  schema: ttlSchema,
  validation: validateTtl,
  component: lazyField(() => import('./TtlField').then(m => m.TtlField)),
};

/** ServiceSecretsPlanReview: the plan and its approval. */
export const planReviewField = {
  name: 'ServiceSecretsPlanReview',
  schema: planReviewSchema,
  validation: validatePlanReview,
  component: lazyField(() =>
    import('./PlanReviewField').then(m => m.PlanReviewField),
  ),
};

/** ServiceSecretsRetireReview: what a retirement takes away, and its confirmation. */
export const retireReviewField = {
  name: 'ServiceSecretsRetireReview',
  schema: retireReviewSchema,
  validation: validateRetireReview,
  component: lazyField(() =>
    import('./RetireReviewField').then(m => m.RetireReviewField),
  ),
};
