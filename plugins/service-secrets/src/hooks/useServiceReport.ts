import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import {
  BindingProblem,
  readServiceBinding,
  ServiceReport,
} from 'backstage-plugin-service-secrets-common';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

import { serviceSecretsApiRef } from '../api/ServiceSecretsApi';
import { failureKind } from './failureKind';
import { usePolling } from './usePolling';

const POLL_MS = 30_000;

/** What the tab can be in. A component switches over `kind` and shows exactly one face. */
export type ServiceReportState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'unbound' }
  | { readonly kind: 'invalid'; readonly problems: readonly BindingProblem[] }
  | { readonly kind: 'denied'; readonly error: Error }
  | { readonly kind: 'not-found'; readonly error: Error }
  | { readonly kind: 'failed'; readonly error: Error }
  | {
      readonly kind: 'ready';
      readonly report: ServiceReport;
      /** `performance.now()` when the report arrived. */
      readonly received: number;
      readonly refreshing: boolean;
      /** Set when the last refresh failed: what is shown is the report before it. */
      readonly stale?: Error;
    };

interface Answer {
  readonly entityRef: string;
  readonly state: ServiceReportState;
}

/** An answer for another entity is none. */
function stateOf(
  answer: Answer | undefined,
  entityRef: string,
): ServiceReportState {
  return answer?.entityRef === entityRef ? answer.state : { kind: 'loading' };
}

function whileAsking(
  previous: ServiceReportState,
  asked: boolean,
): ServiceReportState {
  if (previous.kind === 'ready') return { ...previous, refreshing: true };
  return asked ? { kind: 'loading' } : previous;
}

function afterFailure(
  previous: ServiceReportState,
  error: Error,
): ServiceReportState {
  const kind = failureKind(error);
  // Lost permission hides what was shown; a backend that is down does not.
  return kind === 'failed' && previous.kind === 'ready'
    ? { ...previous, refreshing: false, stale: error }
    : { kind, error };
}

/** Asks for the report of one service; a later question makes the answer to an earlier one void. */
function useReportLoader(entityRef: string) {
  const api = useApi(serviceSecretsApiRef);
  const [answer, setAnswer] = useState<Answer>();
  const running = useRef<AbortController | undefined>(undefined);

  const load = useCallback(
    async (fresh: boolean) => {
      // A poll never takes the place of a question that is still open: it would
      // end a fresh reading, and one slower than the polls would never arrive.
      if (running.current && !fresh) return;
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const { signal } = controller;
      const settle = (
        next: (previous: ServiceReportState) => ServiceReportState,
      ) => {
        if (!signal.aborted) {
          setAnswer(last => ({
            entityRef,
            state: next(stateOf(last, entityRef)),
          }));
        }
      };
      settle(previous => whileAsking(previous, fresh));
      try {
        const report = await api.report(entityRef, { fresh, signal });
        const received = performance.now();
        settle(() => ({ kind: 'ready', report, received, refreshing: false }));
      } catch (error) {
        settle(previous => afterFailure(previous, toError(error)));
      }
      if (running.current === controller) running.current = undefined;
    },
    [api, entityRef],
  );
  const abort = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
  }, []);
  return { state: stateOf(answer, entityRef), load, abort };
}

/** The report of an entity's service, kept fresh while the tab is visible. */
export function useServiceReport(entity: Entity): {
  readonly state: ServiceReportState;
  readonly refresh: () => void;
} {
  const { state, load, abort } = useReportLoader(stringifyEntityRef(entity));
  const binding = useMemo(() => readServiceBinding(entity), [entity]);
  const bound = binding.kind === 'bound';

  // `load` turns every failure into a state; there is nothing to catch.
  const poll = useCallback(() => {
    if (bound) void load(false);
  }, [bound, load]);
  const refresh = useCallback(() => void load(true), [load]);

  useEffect(() => {
    poll();
    return abort;
  }, [poll, abort]);
  usePolling(poll, POLL_MS);

  return { state: binding.kind === 'bound' ? state : binding, refresh };
}
