import { InputError } from '@backstage/errors';
import {
  FleetFilter,
  fleetFilterSchema,
  FleetQuery,
  fleetQuerySchema,
  FleetTarget,
} from 'backstage-plugin-service-secrets-common';
import type { Request } from 'express';

import { parseWith } from '../../serve/parseWith';

type Query = Request['query'];

/** A parameter that is given once. */
export function once(value: Query[string]): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A number, or what stands in for it. */
export function numberOr(value: Query[string], fallback: number): number {
  return value === undefined ? fallback : Number(value);
}

/** The filter of a request; a field given once is a list of one. */
export function filterOf(query: Query): FleetFilter {
  const fields = Object.keys(fleetFilterSchema.shape).map(name => {
    const value = query[name];
    const isList = name === 'text' || value === undefined;
    return [name, isList ? value : [value].flat()];
  });
  return parseWith(fleetFilterSchema, Object.fromEntries(fields));
}

/** The page a request asks for. */
export function queryOf(query: Query): FleetQuery {
  return parseWith(fleetQuerySchema, {
    filter: filterOf(query),
    sort: query.sort ?? 'worst',
    descending: String(query.descending ?? 'false') === 'true',
    limit: numberOr(query.limit, 100),
    cursor: once(query.cursor),
  });
}

/** The row a request is about, when it names one. */
export function targetOf({
  entityRef,
  environment,
}: Query): FleetTarget | undefined {
  const ref = once(entityRef);
  if (ref === undefined) return undefined;
  return {
    entityRef: ref.toLocaleLowerCase('en-US'),
    environment: once(environment) ?? '',
  };
}

/** The row a request must name. */
export function requiredTarget(query: Query): FleetTarget {
  const target = targetOf(query);
  if (!target) throw new InputError('entityRef is missing');
  return target;
}
