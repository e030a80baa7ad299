import { useApi } from '@backstage/core-plugin-api';
import { CollectionStatus } from 'backstage-plugin-service-secrets-common';
import { useCallback, useEffect, useRef, useState } from 'react';

import { fleetApiRef } from '../../api/FleetApi';
import { usePolling } from '../usePolling';
import { Action, useAction } from '../useAction';
import { Asked, useAsked } from '../useAsked';
import { useFleetSignal } from './useFleetSignal';

const IDLE_MS = 30_000;
const RUNNING_MS = 3_000;
/** Signals tell; this only finds out when they stop. */
const SIGNALLED_IDLE_MS = 300_000;
const SIGNALLED_RUNNING_MS = 30_000;

/** The state of the collection, and how to start one. */
export interface Collection {
  readonly state: Asked<CollectionStatus>;
  readonly again: () => void;
  readonly start: Action<void>;
  /** Another one whenever there may be newer rows than those asked for with the page. */
  readonly version: string;
}

/** What is asked for while the first status is on its way is as new as that status, and is not asked for again. */
function useVersion(state: Asked<CollectionStatus>): string {
  const first = useRef<string | undefined>(undefined);
  if (state.kind !== 'ready') return 'first';
  const { last } = state.value;
  const known = `${last?.id} ${last?.endedAt}`;
  first.current ??= known;
  return known === first.current ? 'first' : known;
}

function isBusy(state: Asked<CollectionStatus>): boolean {
  if (state.kind !== 'ready') return false;
  return state.value.running !== undefined || state.value.requested;
}

function pollingMs(busy: boolean, signalled: boolean): number {
  if (signalled) return busy ? SIGNALLED_RUNNING_MS : SIGNALLED_IDLE_MS;
  return busy ? RUNNING_MS : IDLE_MS;
}

/** Asks again on signals; finds by what polling brought whether signals are missing. */
function useSignalled(state: Asked<CollectionStatus>, again: () => void) {
  /** The last question was one of the timer's. */
  const polled = useRef(false);
  const { heard, doubt } = useFleetSignal(() => {
    polled.current = false;
    again();
  });
  const last = state.kind === 'ready' ? state.value.last?.id : undefined;
  const seen = useRef(last);
  useEffect(() => {
    const isNews = seen.current !== undefined && last !== seen.current;
    if (last !== undefined) seen.current = last;
    // A run that ended without a word.
    if (isNews && polled.current) doubt();
  }, [last, doubt]);
  const poll = useCallback(() => {
    polled.current = true;
    again();
  }, [again]);
  return { heard, poll };
}

/** Follows the collection: by signals where they come, otherwise closely while it runs and from afar when it does not. */
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
  const { heard, poll } = useSignalled(state, again);
  usePolling(poll, pollingMs(isBusy(state), heard));
  return { state, again, start, version: useVersion(state) };
}
