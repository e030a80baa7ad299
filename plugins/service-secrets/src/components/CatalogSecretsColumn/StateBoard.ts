import { toError } from '@backstage/errors';
import {
  MOST_STATES,
  ServiceState,
} from 'backstage-plugin-service-secrets-common';

import { ServiceStatesApi } from '../../api/ServiceStatesApi';

/** What a cell of the list shows. */
export type CellState =
  | { readonly kind: 'loading' }
  /** Not in the fleet, or not for the reader. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly error: Error }
  | {
      readonly kind: 'known';
      readonly state: ServiceState;
      /** The server's time of the answer. */
      readonly servedAt: string;
      /** Set when asking again failed: what is shown is the answer before it. */
      readonly trouble?: Error;
    };

interface Entry {
  readonly cell: CellState;
  readonly askedAt: number;
}

/** So long after the first cell asks the others of its page may join. */
const JOIN_MS = 10;
const REFRESH_MS = 60_000;
/** So that a thousand open lists do not ask in the same second. */
const JITTER = 0.2;

const loading: CellState = { kind: 'loading' };

function chunksOf(refs: readonly string[]): string[][] {
  const count = Math.ceil(refs.length / MOST_STATES);
  return Array.from({ length: count }, (_, index) =>
    refs.slice(index * MOST_STATES, (index + 1) * MOST_STATES),
  );
}

/**
 * What all cells of a list know together. Cells that appear at once are asked
 * for in one request; those on the page are asked for again, in one request,
 * while the browser tab is visible.
 */
export class StateBoard {
  private readonly entries = new Map<string, Entry>();
  private readonly watchers = new Map<string, Set<() => void>>();
  private readonly wanted = new Set<string>();
  private readonly asking = new Set<string>();
  private joining?: ReturnType<typeof setTimeout>;
  private refreshing?: ReturnType<typeof setTimeout>;

  constructor(
    private readonly api: Pick<ServiceStatesApi, 'states'>,
    private readonly refreshMs = REFRESH_MS,
  ) {}

  /** What is known; the same object until it changes. */
  read(entityRef: string): CellState {
    return this.entries.get(entityRef)?.cell ?? loading;
  }

  /** Calls back when what is known changes; asks when nothing fresh is. */
  subscribe(entityRef: string, listener: () => void): () => void {
    if (this.watchers.size === 0) {
      document.addEventListener('visibilitychange', this.follow);
      this.planRefresh();
    }
    const listeners = this.watchers.get(entityRef) ?? new Set();
    this.watchers.set(entityRef, listeners.add(listener));
    if (!this.isFresh(entityRef)) this.want(entityRef);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.unwatch(entityRef);
    };
  }

  private unwatch(entityRef: string): void {
    this.watchers.delete(entityRef);
    if (this.watchers.size > 0) return;
    document.removeEventListener('visibilitychange', this.follow);
    clearTimeout(this.refreshing);
  }

  private isFresh(entityRef: string): boolean {
    const entry = this.entries.get(entityRef);
    return (
      entry !== undefined &&
      // Half of it, so that what was asked just after the last refresh is not passed over by the next.
      performance.now() - entry.askedAt < this.refreshMs / 2
    );
  }

  private want(entityRef: string): void {
    if (this.asking.has(entityRef)) return;
    this.wanted.add(entityRef);
    this.joining ??= setTimeout(() => {
      this.joining = undefined;
      const refs = [...this.wanted];
      this.wanted.clear();
      this.ask(refs);
    }, JOIN_MS);
  }

  private planRefresh(): void {
    clearTimeout(this.refreshing);
    this.refreshing = setTimeout(() => {
      this.follow();
      this.planRefresh();
    }, this.refreshMs * (1 - JITTER * Math.random()));
  }

  private readonly follow = (): void => {
    if (document.hidden) return;
    for (const ref of this.watchers.keys()) {
      if (!this.isFresh(ref)) this.want(ref);
    }
  };

  private ask(refs: readonly string[]): void {
    this.forgetOld();
    for (const ref of refs) this.asking.add(ref);
    for (const chunk of chunksOf(refs)) {
      this.api.states(chunk).then(
        ({ servedAt, items }) => {
          const states = new Map(items.map(item => [item.entityRef, item]));
          this.put(chunk, ref => {
            const state = states.get(ref);
            return state
              ? { kind: 'known', state, servedAt }
              : { kind: 'absent' };
          });
        },
        thrown => {
          const error = toError(thrown);
          this.put(chunk, ref => {
            const before = this.read(ref);
            return before.kind === 'known'
              ? { ...before, trouble: error }
              : { kind: 'failed', error };
          });
        },
      );
    }
  }

  private put(
    refs: readonly string[],
    cellOf: (entityRef: string) => CellState,
  ): void {
    const askedAt = performance.now();
    for (const ref of refs) {
      this.asking.delete(ref);
      this.entries.set(ref, { cell: cellOf(ref), askedAt });
      for (const listener of this.watchers.get(ref) ?? []) listener();
    }
  }

  /** Pages that were turned need not be remembered for as long as the browser tab is open. */
  private forgetOld(): void {
    for (const ref of this.entries.keys()) {
      if (!this.watchers.has(ref) && !this.isFresh(ref)) {
        this.entries.delete(ref);
      }
    }
  }
}

const boards = new WeakMap<object, StateBoard>();

/** The board of an API: one for all lists that ask it. */
export function boardOf(api: ServiceStatesApi): StateBoard {
  const known = boards.get(api) ?? new StateBoard(api);
  boards.set(api, known);
  return known;
}
