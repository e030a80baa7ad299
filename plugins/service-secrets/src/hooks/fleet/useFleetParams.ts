import {
  FleetFilter,
  fleetFilterSchema,
} from 'backstage-plugin-service-secrets-common';
import { useCallback, useMemo } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';

import { filterKey } from '../../api/fleetQuery';

/** The fields of the filter that hold lists. */
export type ListField = Exclude<keyof FleetFilter, 'text'>;

/** The views of the page. */
export const fleetViews = [
  'services',
  'expiry',
  'roles',
  'access',
  'history',
  'changes',
  'evidence',
] as const;
/** A view of the page. */
export type FleetView = (typeof fleetViews)[number];

/** What the rows can be grouped by; of a row with several values each group has it. */
export const groupings = [
  'owner',
  'system',
  'lifecycle',
  'instance',
  'cluster',
  'delivery',
  'severity',
  'code',
] as const satisfies readonly ListField[];
/** What the rows can be grouped by. */
export type Grouping = (typeof groupings)[number];

type Change = string | readonly string[] | undefined;
type Changes = Readonly<Record<string, Change>>;

/** The page's state in the address, so that a link shows what its writer saw. */
export interface FleetParams {
  readonly view: FleetView;
  readonly filter: FleetFilter;
  readonly group?: Grouping;
  /** A parameter only one view knows, such as the open row. */
  readonly get: (name: string) => string | undefined;
  /** Changes some parameters and leaves the others; undefined and empty lists are taken out. */
  readonly set: (changes: Changes) => void;
  /** Does the same as a step that the browser's Back undoes. */
  readonly go: (changes: Changes) => void;
  /** The address of the page with some parameters changed, for a link. */
  readonly href: (changes: Changes) => string;
}

/** The filter of an address. A value that is none is left out: an old link shows more, not an error. */
export function readFilter(params: URLSearchParams): FleetFilter {
  const read: Record<string, string | string[]> = {};
  for (const [name, schema] of Object.entries(fleetFilterSchema.shape)) {
    const given = params.getAll(name).filter(value => value !== '');
    if (given.length === 0) continue;
    if (name === 'text') {
      read.text = given[0].slice(0, 200);
      continue;
    }
    const known = given.filter(value => schema.safeParse([value]).success);
    if (known.length > 0) read[name] = known;
  }
  return fleetFilterSchema.parse(read);
}

function changed(params: URLSearchParams, changes: Changes): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, change] of Object.entries(changes)) {
    next.delete(name);
    for (const value of change === undefined ? [] : [change].flat()) {
      if (value !== '') next.append(name, value);
    }
  }
  return next;
}

/** Reads and writes the page's state in the address. */
export function useFleetParams(): FleetParams {
  const [params, setParams] = useSearchParams();
  const read = readFilter(params);
  // Equal filters are one object, so that what hangs on it stays.
  const filter = useMemo(() => read, [filterKey(read)]); // eslint-disable-line react-hooks/exhaustive-deps
  const set = useCallback(
    (changes: Changes) =>
      setParams(last => changed(last, changes), { replace: true }),
    [setParams],
  );
  const go = useCallback(
    (changes: Changes) => setParams(last => changed(last, changes)),
    [setParams],
  );
  const get = useCallback(
    (name: string) => params.get(name) ?? undefined,
    [params],
  );
  const { pathname } = useLocation();
  const href = useCallback(
    (changes: Changes) => `${pathname}?${changed(params, changes)}`,
    [pathname, params],
  );
  return {
    view: fleetViews.find(name => name === params.get('view')) ?? 'services',
    filter,
    group: groupings.find(name => name === params.get('group')),
    get,
    set,
    go,
    href,
  };
}
