import {
  createFormField,
  FormFieldBlueprint,
} from '@backstage/plugin-scaffolder-react/alpha';

import {
  certificateOfferField,
  databaseField,
  deliveryField,
  environmentField,
  planReviewField,
  retireReviewField,
  ttlField,
} from './fieldDefinitions';

/**
 * The fields for apps of the new frontend system. They attach to the
 * scaffolder by its extension's id, so that they come with the plugin and an
 * app without a scaffolder leaves them out.
 */
export const formFieldExtensions = [
  FormFieldBlueprint.make({
    name: 'environment',
    params: { field: async () => createFormField(environmentField) },
  }),
  FormFieldBlueprint.make({
    name: 'database',
    params: { field: async () => createFormField(databaseField) },
  }),
  FormFieldBlueprint.make({
    name: 'delivery',
    params: { field: async () => createFormField(deliveryField) },
  }),
  FormFieldBlueprint.make({
    name: 'certificate-offer',
    params: { field: async () => createFormField(certificateOfferField) },
  }),
  FormFieldBlueprint.make({
    name: 'ttl',
    params: { field: async () => createFormField(ttlField) },
  }),
  FormFieldBlueprint.make({
    name: 'plan-review',
    params: { field: async () => createFormField(planReviewField) },
  }),
  FormFieldBlueprint.make({
    name: 'retire-review',
    params: { field: async () => createFormField(retireReviewField) },
  }),
];
