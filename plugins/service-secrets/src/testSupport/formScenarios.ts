import {
  PlannedChange,
  ProvisionOffers,
} from 'backstage-plugin-service-secrets-common';

import { aResponseError } from './failures';
import { FakeServiceSecretsApi } from './FakeServiceSecretsApi';
import {
  aConflictingPlan,
  anImpact,
  aPlan,
  someChanges,
  someOffers,
} from './provision';
import { scenarios } from './scenarios';

function anApi(
  provision: Partial<FakeServiceSecretsApi['provision']> = {},
): FakeServiceSecretsApi {
  const api = new FakeServiceSecretsApi(scenarios.healthy.report);
  api.provision = { ...api.provision, ...provision };
  return api;
}

/** As many changes as a big service never has. */
function manyChanges(count: number): PlannedChange[] {
  return Array.from({ length: count }, (_, index) => {
    const change = someChanges[index % someChanges.length];
    return { ...change, path: `${change.path}-${index + 1}` };
  });
}

/** The answers of a form that was filled in. */
export const filledIn = {
  owner: 'group:default/grades',
  environment: 'production',
  name: 'demo-marks',
  namespace: 'demo-marks',
  replicas: 3,
  delivery: 'agent-injector',
  database: {
    choice: { offer: 'grades', profile: 'read-only' },
    defaultTtlSeconds: 3600,
    maxTtlSeconds: 86_400,
    format: 'env',
  },
  certificate: { offer: 'internal' },
};

/** What a template adds to the answers. */
export const fixedRequest = {
  entityRef: 'component:default/{name}',
  certificate: {
    dnsNames: ['{name}.{namespace}.svc.cluster.local'],
    durationSeconds: 2_592_000,
    renewBeforeSeconds: 864_000,
  },
};

/** One look of the form fields: what the backend answers, what was filled in before. */
export interface FormScenario {
  readonly fields: 'pickers' | 'plan' | 'retire';
  readonly api: FakeServiceSecretsApi;
  readonly answers: Record<string, unknown>;
}

const { environment, ...withoutEnvironment } = filledIn;
const empty = {
  offers: async (owner: string): Promise<ProvisionOffers> =>
    someOffers({ owner, environments: [] }),
};
const retiring = {
  entityRef: 'component:default/demo-marks',
  owner: filledIn.owner,
  environment,
};

/** Every state the form fields have. */
export const formScenarios: Readonly<Record<string, FormScenario>> = {
  pickers: { fields: 'pickers', api: anApi(), answers: filledIn },
  pickersTooLong: {
    fields: 'pickers',
    api: anApi(),
    answers: {
      ...filledIn,
      database: { ...filledIn.database, maxTtlSeconds: 5400 },
    },
  },
  pickersNoOwner: { fields: 'pickers', api: anApi(), answers: {} },
  pickersNoEnvironment: {
    fields: 'pickers',
    api: anApi(),
    answers: withoutEnvironment,
  },
  pickersLittle: {
    fields: 'pickers',
    api: anApi(),
    answers: { ...filledIn, environment: 'staging' },
  },
  pickersNothing: { fields: 'pickers', api: anApi(empty), answers: filledIn },
  pickersDenied: {
    fields: 'pickers',
    api: anApi({
      offers: async () => {
        throw aResponseError(403, 'group:default/grades is not your group.');
      },
    }),
    answers: filledIn,
  },
  pickersLoading: {
    fields: 'pickers',
    api: anApi({ offers: () => new Promise(() => undefined) }),
    answers: filledIn,
  },
  plan: { fields: 'plan', api: anApi(), answers: filledIn },
  planConflict: {
    fields: 'plan',
    api: anApi({ plan: async () => aConflictingPlan() }),
    answers: filledIn,
  },
  planOnly: {
    fields: 'plan',
    api: anApi({ plan: async () => aPlan({ mode: 'plan-only' }) }),
    answers: filledIn,
  },
  planUnchanged: {
    fields: 'plan',
    api: anApi({
      plan: async () =>
        aPlan({
          changes: someChanges.map(change => ({
            ...change,
            action: 'unchanged',
            fields: [],
          })),
        }),
    }),
    answers: filledIn,
  },
  planMany: {
    fields: 'plan',
    api: anApi({ plan: async () => aPlan({ changes: manyChanges(200) }) }),
    answers: filledIn,
  },
  planIncomplete: {
    fields: 'plan',
    api: anApi(),
    answers: { ...filledIn, name: undefined },
  },
  planRefused: {
    fields: 'plan',
    api: anApi({
      plan: async () => {
        throw aResponseError(
          400,
          'Namespace shop is not offered to group:default/grades in production; it may use demo-*.',
        );
      },
    }),
    answers: filledIn,
  },
  retire: { fields: 'retire', api: anApi(), answers: retiring },
  retireUnused: {
    fields: 'retire',
    api: anApi({
      retireImpact: async () =>
        anImpact({
          inUse: false,
          leases: 0,
          pods: [],
          sentence: 'No pod runs as demo-marks and no lease is alive.',
        }),
    }),
    answers: retiring,
  },
};
