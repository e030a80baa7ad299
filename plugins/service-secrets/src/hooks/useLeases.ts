import { useApi } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import { LeaseRow } from 'backstage-plugin-service-secrets-common';
import { useEffect, useState } from 'react';

import {
  serviceSecretsApiRef,
  ServiceSecretsApi,
} from '../api/ServiceSecretsApi';

/** Small enough to show rows at once. */
const FIRST_PAGE = 1_000;
/** The most rows the table takes; beyond that only the count is told. */
const MOST_ROWS = 10_000;

/** The leases of one environment, as far as they are loaded. */
export interface LeaseList {
  readonly rows: readonly LeaseRow[];
  readonly total: number;
  /** The server's time when the list was served. */
  readonly servedAt: string;
}

/** What the lease table can be in. */
export type LeasesState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: Error }
  | {
      readonly kind: 'ready';
      readonly list: LeaseList;
      /** The remaining pages are on their way. */
      readonly more: boolean;
      /** Set when the last reading failed: what is shown is the list before it. */
      readonly stale?: Error;
    };

/** Which leases to list. A new `reloadKey` reads them again. */
export interface LeasesOfEnvironment {
  readonly entityRef: string;
  readonly environment: string;
  /** Nobody is asked for a list that is not shown. */
  readonly wanted: boolean;
  readonly reloadKey: string;
}

interface Reading {
  readonly list: LeaseList;
  readonly more: boolean;
}

async function* readLeases(
  api: ServiceSecretsApi,
  { entityRef, environment }: Omit<LeasesOfEnvironment, 'wanted'>,
  signal: AbortSignal,
): AsyncGenerator<Reading> {
  let rows: readonly LeaseRow[] = [];
  let cursor: string | undefined;
  do {
    const limit = cursor ? MOST_ROWS - rows.length : FIRST_PAGE;
    const page = await api.leases(
      { entityRef, environment, limit, cursor },
      { signal },
    );
    rows = [...rows, ...page.items];
    // A cursor with an empty page would never end.
    cursor =
      page.items.length > 0 && rows.length < MOST_ROWS
        ? page.nextCursor
        : undefined;
    const { total, servedAt } = page;
    yield { list: { rows, total, servedAt }, more: cursor !== undefined };
  } while (cursor);
}

/** The leases of one environment: the first page at once, the rest behind it. */
export function useLeases(what: LeasesOfEnvironment): LeasesState {
  const { entityRef, environment, wanted, reloadKey } = what;
  const api = useApi(serviceSecretsApiRef);
  const identity = `${entityRef} ${environment}`;
  const [answer, setAnswer] = useState<{
    readonly identity: string;
    readonly state: LeasesState;
  }>();

  useEffect(() => {
    if (!wanted) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const settle = (next: (previous?: LeasesState) => LeasesState) => {
      if (signal.aborted) return;
      setAnswer(previous => ({
        identity,
        state: next(
          previous?.identity === identity ? previous.state : undefined,
        ),
      }));
    };
    const read = async () => {
      const asked = { entityRef, environment, reloadKey };
      for await (const { list, more } of readLeases(api, asked, signal)) {
        // A reload replaces the rows only when it is complete, so that none vanish in between.
        settle(previous =>
          more && previous?.kind === 'ready' && !previous.more
            ? previous
            : { kind: 'ready', list, more },
        );
      }
    };
    read().catch(error =>
      settle(previous =>
        previous?.kind === 'ready'
          ? { ...previous, more: false, stale: toError(error) }
          : { kind: 'failed', error: toError(error) },
      ),
    );
    return () => controller.abort();
  }, [api, entityRef, environment, identity, wanted, reloadKey]);

  return answer?.identity === identity ? answer.state : { kind: 'loading' };
}
