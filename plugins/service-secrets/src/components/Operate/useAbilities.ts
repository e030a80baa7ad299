import { useApiHolder } from '@backstage/core-plugin-api';
import { Ability } from 'backstage-plugin-service-secrets-common';

import { operateApiRef } from '../../api/OperateApi';
import { failureMessage } from '../../hooks/failureKind';
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

/** Asks what the reader may do with a service, anew with each refresh; until that is known, nothing. */
export function useAbilities(where: {
  readonly entityRef: string;
  readonly environment: string;
  /** How often the reader asked for a refresh. */
  readonly refreshes: number;
}): Abilities {
  const { entityRef, environment, refreshes } = where;
  const api = useApiHolder().get(operateApiRef);
  const { state } = useAsked({
    subject: entityRef,
    key: String(refreshes),
    ask: async signal => api?.operations(entityRef, { signal }),
  });
  if (state.kind === 'loading') return NONE;
  if (state.kind !== 'ready') return unknown(failureMessage(state.error));
  return (
    state.value?.items.find(item => item.environment === environment) ?? NONE
  );
}
