import { useApi } from '@backstage/core-plugin-api';
import {
  EnvironmentOffers,
  ProvisionOffers,
} from 'backstage-plugin-service-secrets-common';

import { serviceSecretsApiRef } from '../../api/ServiceSecretsApi';
import { useAnswer } from '../../hooks/useAnswer';
import { sharedOffers } from './sharedOffers';

/** Why there is nothing to choose from yet. */
export type NoOffers =
  | { readonly kind: 'no-owner' }
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'failed';
      readonly error: Error;
      readonly onRetry: () => void;
    }
  | { readonly kind: 'nothing'; readonly owner: string }
  | { readonly kind: 'no-environment' }
  | {
      readonly kind: 'not-here';
      readonly owner: string;
      readonly environment: string;
    };

/** What an owner is offered, or why that is not known. */
export type OwnerOffers =
  | NoOffers
  | { readonly kind: 'offered'; readonly offers: ProvisionOffers };

/** What an owner is offered in one environment, or why that is not known. */
export type OffersHere =
  | NoOffers
  | {
      readonly kind: 'offered';
      readonly owner: string;
      readonly here: EnvironmentOffers;
    };

/** Asks what the owner may ask for. */
export function useOwnerOffers(owner: string | undefined): OwnerOffers {
  const api = useApi(serviceSecretsApiRef);
  const { state, again } = useAnswer(
    owner === undefined
      ? undefined
      : {
          key: owner,
          ask: (_, anew) => sharedOffers(api, owner, anew),
        },
  );
  if (owner === undefined) return { kind: 'no-owner' };
  if (state.kind === 'waiting') return { kind: 'loading' };
  if (state.kind === 'failed') return { ...state, onRetry: again };
  return state.value.environments.length === 0
    ? { kind: 'nothing', owner }
    : { kind: 'offered', offers: state.value };
}

/** Asks what the owner may ask for in one environment. */
export function useOffersHere(form: {
  readonly owner?: string;
  readonly environment?: string;
}): OffersHere {
  const { owner = '', environment } = form;
  const state = useOwnerOffers(form.owner);
  if (state.kind !== 'offered') return state;
  if (environment === undefined) return { kind: 'no-environment' };
  const here = state.offers.environments.find(
    offered => offered.environment === environment,
  );
  return here
    ? { kind: 'offered', owner, here }
    : { kind: 'not-here', owner, environment };
}
