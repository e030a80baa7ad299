import { useApiHolder } from '@backstage/core-plugin-api';
import { Ability } from 'backstage-plugin-service-secrets-common';

import { operateApiRef } from '../../api/OperateApi';
import { useAsked } from '../../hooks/useAsked';

/** What the reader may do in one environment. */
export interface Abilities {
  readonly leases: Ability;
  readonly certificates: Ability;
}

const NONE: Abilities = {
  leases: { allowed: false },
  certificates: { allowed: false },
};

function unknown(message: string): Abilities {
  const ability = {
    allowed: false,
    reason: `Whether you may change something here could not be read: ${message}`,
  };
  return { leases: ability, certificates: ability };
}

/** Asks what the reader may do with a service; until that is known, nothing. */
export function useAbilities(
  entityRef: string,
  environment: string,
): Abilities {
  const api = useApiHolder().get(operateApiRef);
  const { state } = useAsked({
    subject: entityRef,
    key: entityRef,
    ask: async signal => api?.operations(entityRef, { signal }),
  });
  if (state.kind === 'loading') return NONE;
  if (state.kind !== 'ready') return unknown(state.error.message);
  return (
    state.value?.items.find(item => item.environment === environment) ?? NONE
  );
}
