import { useApi } from '@backstage/core-plugin-api';
import {
  ProvisionPlan,
  ProvisionRequest,
} from 'backstage-plugin-service-secrets-common';

import { serviceSecretsApiRef } from '../../api/ServiceSecretsApi';
import { AnswerState, useAnswer } from '../../hooks/useAnswer';

/** Long enough to type on without a request for each letter. */
const TYPING_MS = 500;

/** Asks for the plan of a request, and anew when the request changes. */
export function usePlan(request: ProvisionRequest | undefined): {
  readonly state: AnswerState<ProvisionPlan>;
  readonly again: () => void;
} {
  const api = useApi(serviceSecretsApiRef);
  return useAnswer(
    request && {
      key: JSON.stringify(request),
      ask: (signal: AbortSignal) => api.plan(request, { signal }),
      delayMs: TYPING_MS,
    },
  );
}
