import { createScaffolderFieldExtension } from '@backstage/plugin-scaffolder-react';

import { serviceSecretsPlugin } from '../plugin';
import {
  certificateOfferField,
  databaseField,
  deliveryField,
  environmentField,
  planReviewField,
  retireReviewField,
  ttlField,
} from './fieldDefinitions';

/** The environment field, for `ScaffolderFieldExtensions` of a legacy app. */
export const ServiceSecretsEnvironmentField = serviceSecretsPlugin.provide(
  createScaffolderFieldExtension({
    ...environmentField,
    schema: environmentField.schema.schema,
  }),
);

/** The database field, for `ScaffolderFieldExtensions` of a legacy app. */
export const ServiceSecretsDatabaseField = serviceSecretsPlugin.provide(
  createScaffolderFieldExtension({
    ...databaseField,
    schema: databaseField.schema.schema,
  }),
);

/** The delivery field, for `ScaffolderFieldExtensions` of a legacy app. */
export const ServiceSecretsDeliveryField = serviceSecretsPlugin.provide(
  createScaffolderFieldExtension({
    ...deliveryField,
    schema: deliveryField.schema.schema,
  }),
);

/** The certificate field, for `ScaffolderFieldExtensions` of a legacy app. */
export const ServiceSecretsCertificateOfferField = serviceSecretsPlugin.provide(
  createScaffolderFieldExtension({
    ...certificateOfferField,
    schema: certificateOfferField.schema.schema,
  }),
);

/** The lifetime field, for `ScaffolderFieldExtensions` of a legacy app. */
export const ServiceSecretsTtlField = serviceSecretsPlugin.provide(
  createScaffolderFieldExtension({
    ...ttlField,
    schema: ttlField.schema.schema,
  }),
);

/** The plan review, for `ScaffolderFieldExtensions` of a legacy app. */
export const ServiceSecretsPlanReviewField = serviceSecretsPlugin.provide(
  createScaffolderFieldExtension({
    ...planReviewField,
    schema: planReviewField.schema.schema,
  }),
);

/** The retirement review, for `ScaffolderFieldExtensions` of a legacy app. */
export const ServiceSecretsRetireReviewField = serviceSecretsPlugin.provide(
  createScaffolderFieldExtension({
    ...retireReviewField,
    schema: retireReviewField.schema.schema,
  }),
);
