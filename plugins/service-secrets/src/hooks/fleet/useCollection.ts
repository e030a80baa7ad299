import { useApi } from '@backstage/core-plugin-api';
import { CollectionStatus } from 'backstage-plugin-service-secrets-common';
import { useState } from 'react';

import { fleetApiRef } from '../../api/FleetApi';
import { usePolling } from '../usePolling';
import { Action, useAction } from './useAction';
import { Asked, useAsked } from './useAsked';

const IDLE_MS = 30_000;
const RUNNING_MS = 3_000;

/** The state of the collection, and how to start one. */
export interface Collection {
  readonly state: Asked<CollectionStatus>;
  readonly again: () => void;
  readonly start: Action<void>;
  /** Another one whenever there may be newer rows. */
  readonly version: string;
}

function isBusy(state: Asked<CollectionStatus>): boolean {
  if (state.kind !== 'ready') return false;
  return state.value.running !== undefined || state.value.requested;
}

/** Follows the collection: closely while it runs, from afar otherwise. */
export function useCollection(): Collection {
  const api = useApi(fleetApiRef);
  const [started, setStarted] = useState(0);
  const { state, again } = useAsked<CollectionStatus>({
    subject: 'status',
    key: String(started),
    ask: signal => api.status({ signal }),
  });
  const start = useAction(
    () => api.collect(),
    () => setStarted(count => count + 1),
  );
  usePolling(again, isBusy(state) ? RUNNING_MS : IDLE_MS);
  const last = state.kind === 'ready' ? state.value.last : undefined;
  return { state, again, start, version: `${last?.id} ${last?.endedAt}` };
}
