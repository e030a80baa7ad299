import { useApi } from '@backstage/core-plugin-api';
import { FleetFilter, FleetRow } from 'backstage-plugin-service-secrets-common';
import { useRef } from 'react';

import { fleetApiRef } from '../../api/FleetApi';
import { filterKey } from '../../api/fleetQuery';
import { useAsked } from '../useAsked';

/** Few, so that they are there at once. */
const FIRST_PAGE = 100;
const NEXT_PAGE = 500;
/** More than anybody reads; the filter finds the rest. */
const MOST_ROWS = 20_000;

/** The rows a filter fits, worst first; more than one page while it is loading. */
export interface FleetRows {
  readonly rows: readonly FleetRow[];
  /** How many there are, loaded or not. */
  readonly total: number;
  readonly servedAt: string;
}

/** The rows of a filter, read anew with each version of the collection. */
export function useFleetRows(filter: FleetFilter, version: string) {
  const api = useApi(fleetApiRef);
  const filtered = filterKey(filter);
  /** The filter whose rows are all there. */
  const complete = useRef<string | undefined>(undefined);
  return useAsked<FleetRows>({
    subject: 'rows',
    choice: filtered,
    key: version,
    ask: async (signal, publish) => {
      const rows: FleetRow[] = [];
      let cursor: string | undefined;
      let answer: FleetRows;
      do {
        const limit = rows.length === 0 ? FIRST_PAGE : NEXT_PAGE;
        const page = await api.rows({ filter, limit, cursor }, { signal });
        rows.push(...page.items);
        cursor = page.nextCursor;
        answer = {
          rows: [...rows],
          total: page.total,
          servedAt: page.servedAt,
        };
        // A list that is only read anew must not shrink under the reader.
        if (complete.current !== filtered) publish(answer);
      } while (cursor !== undefined && rows.length < MOST_ROWS);
      complete.current = filtered;
      return answer;
    },
  });
}
