import { useApi } from '@backstage/core-plugin-api';
import {
  DefaultEntityFilters,
  useEntityList,
} from '@backstage/plugin-catalog-react';
import { ServicesInState } from 'backstage-plugin-service-secrets-common';
import { useEffect, useMemo, useRef, useState } from 'react';

import { serviceStatesApiRef } from '../../api/ServiceStatesApi';
import { failureMessage } from '../../hooks/failureKind';
import { Asked, useAsked } from '../../hooks/useAsked';
import { usePolling } from '../../hooks/usePolling';
import {
  PickedState,
  pickedStates,
  ServiceSecretsFilter,
} from './ServiceSecretsFilter';

/** The catalog's filters and ours, whose name stands in the page's URL. */
export interface SecretsFilters extends DefaultEntityFilters {
  serviceSecrets?: ServiceSecretsFilter;
}

const POLL_MS = 60_000;

const nothing: Pick<ServicesInState, 'items' | 'complete'> = {
  items: [],
  complete: true,
};

function pickedOf(query: string | string[] | undefined): PickedState[] {
  const values = [query ?? []].flat();
  return pickedStates.filter(state => values.includes(state));
}

function answerOf(asked: Asked<typeof nothing>) {
  return asked.kind === 'ready' ? asked.value : undefined;
}

function troubleOf(asked: Asked<typeof nothing>): string | undefined {
  if (asked.kind === 'loading') return undefined;
  if (asked.kind === 'ready') {
    return (
      asked.stale &&
      `The list is as it was: the states could not be read again. ${failureMessage(
        asked.stale,
      )}`
    );
  }
  return `The list is not filtered: the states could not be read. ${failureMessage(
    asked.error,
  )}`;
}

function noteOf(
  filter: ServiceSecretsFilter | undefined,
  { isComplete, isPaged }: { isComplete: boolean; isPaged: boolean },
): string | undefined {
  if (!filter) return undefined;
  if (!isComplete) return 'There are more than the thousand that are listed.';
  return filter.isCoarse && isPaged
    ? 'Too many to ask the catalog for by name: pages can be shorter than usual.'
    : undefined;
}

/** What is picked, applied to the list around; asked for again now and then, because states change. */
export function useSecretsFilter() {
  const api = useApi(serviceStatesApiRef);
  const { updateFilters, queryParameters, paginationMode } =
    useEntityList<SecretsFilters>();
  const [picked, setPicked] = useState(() =>
    pickedOf(queryParameters.serviceSecrets),
  );
  const key = picked.join(' ');
  const { state, again } = useAsked<typeof nothing>({
    subject: key,
    key,
    ask: async signal => {
      const health = picked.flatMap(one => (one === 'none' ? [] : [one]));
      return health.length > 0 ? api.inState(health, { signal }) : nothing;
    },
  });
  usePolling(again, POLL_MS);

  const answer = answerOf(state);
  const filter = useMemo(
    () =>
      answer && picked.length > 0
        ? new ServiceSecretsFilter(picked, answer.items)
        : undefined,
    [answer, picked],
  );
  const applied = useRef<string>();
  useEffect(() => {
    // While the answer to another choice is on the way, the list stays as it is.
    if (state.kind === 'loading') return;
    // Telling the list of a filter turns it back to its first page.
    if (applied.current === filter?.key) return;
    applied.current = filter?.key;
    updateFilters({ serviceSecrets: filter });
  }, [filter, state.kind, updateFilters]);

  return {
    picked,
    pick: setPicked,
    again,
    trouble: picked.length > 0 ? troubleOf(state) : undefined,
    note: noteOf(filter, {
      isComplete: answer?.complete ?? true,
      isPaged: paginationMode !== 'none',
    }),
  };
}
