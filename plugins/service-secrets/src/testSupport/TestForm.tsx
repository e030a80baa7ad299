// Only tests and the dev app import this file, so what it needs is no dependency of the plugin.
/* eslint-disable @backstage/no-undeclared-imports */
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { TestApiProvider } from '@backstage/test-utils';

import {
  ServiceSecretsApi,
  serviceSecretsApiRef,
} from '../api/ServiceSecretsApi';
import {
  certificateOfferField,
  databaseField,
  deliveryField,
  environmentField,
  planReviewField,
  retireReviewField,
  ttlField,
} from '../scaffolder/fieldDefinitions';
import { fixedRequest, FormScenario } from './formScenarios';

const extensions = [
  environmentField,
  databaseField,
  deliveryField,
  certificateOfferField,
  ttlField,
  planReviewField,
  retireReviewField,
].map(({ schema, ...field }) => ({ ...field, schema: schema.schema }));

/** The pickers as a template asks for them; the plan review stands on a page of its own. */
const pickers = {
  title: 'Credentials',
  schema: {
    type: 'object',
    properties: {
      owner: {
        type: 'string',
        title: 'Owner',
        enum: ['group:default/grades', 'group:default/shop'],
      },
      environment: {
        type: 'string',
        'ui:field': 'ServiceSecretsEnvironment',
      },
      replicas: { type: 'integer', title: 'Replicas' },
      database: {
        type: 'object',
        title: 'Database credential',
        required: ['choice', 'defaultTtlSeconds', 'maxTtlSeconds'],
        properties: {
          choice: {
            type: 'object',
            'ui:field': 'ServiceSecretsDatabase',
          },
          defaultTtlSeconds: {
            type: 'number',
            'ui:field': 'ServiceSecretsTtl',
          },
          maxTtlSeconds: { type: 'number', 'ui:field': 'ServiceSecretsTtl' },
        },
      },
      certificate: {
        type: 'object',
        title: 'Certificate',
        properties: {
          offer: {
            type: 'string',
            'ui:field': 'ServiceSecretsCertificateOffer',
          },
        },
      },
      delivery: { type: 'string', 'ui:field': 'ServiceSecretsDelivery' },
    },
    required: ['environment', 'delivery'],
  },
};

const plan = {
  title: 'Review',
  schema: {
    type: 'object',
    properties: {
      name: { type: 'string', title: 'Name' },
      review: {
        type: 'object',
        'ui:field': 'ServiceSecretsPlanReview',
        'ui:options': { request: fixedRequest },
      },
    },
  },
};

const retire = {
  title: 'Review',
  schema: {
    type: 'object',
    properties: {
      environment: { type: 'string', title: 'Environment' },
      review: { type: 'object', 'ui:field': 'ServiceSecretsRetireReview' },
    },
  },
};

const stepsOf = {
  pickers: [pickers, plan],
  plan: [plan],
  retire: [retire],
};

/** The scaffolder's own wizard around our fields. */
export function TestForm(props: {
  readonly fields: FormScenario['fields'];
  readonly api: ServiceSecretsApi;
  readonly answers: FormScenario['answers'];
  readonly theme?: 'mui' | 'bui';
  readonly onCreate?: (answers: unknown) => void;
}) {
  const { fields, api, answers, theme = 'mui', onCreate } = props;
  return (
    <TestApiProvider apis={[[serviceSecretsApiRef, api]]}>
      <Stepper
        manifest={{ title: 'Add credentials', steps: stepsOf[fields] }}
        extensions={extensions}
        // A form's answers are JSON, which the example's type cannot say.
        initialState={JSON.parse(JSON.stringify(answers))}
        formProps={{ EXPERIMENTAL_theme: theme }}
        onCreate={async created => onCreate?.(created)}
      />
    </TestApiProvider>
  );
}
