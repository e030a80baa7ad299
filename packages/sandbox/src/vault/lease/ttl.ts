import { badRequest } from '../problems';
import { shortDuration } from '../values/duration';

/** The longest a lease or token may live unless a mount says otherwise: 768h. */
export const systemTtlSeconds = 2_764_800;

/** What a mount allows, in seconds; 0 stands for the system's value. */
export interface TtlLimits {
  readonly defaultTtl: number;
  readonly maxTtl: number;
}

/** What decides how long a lease lives. Durations in seconds, times in milliseconds. */
export interface TtlRequest {
  readonly limits: TtlLimits;
  readonly now: number;
  /** Start of the lease's life; now when it is new. */
  readonly issuedAt?: number;
  readonly increment?: number;
  readonly backendTtl?: number;
  readonly backendMax?: number;
  readonly period?: number;
  readonly explicitMax?: number;
}

/** The granted seconds and what Vault says about having lowered them. */
export interface TtlAnswer {
  readonly ttl: number;
  readonly warnings: string[];
}

function effectiveMax(request: TtlRequest): number {
  const bounds = [request.backendMax ?? 0, request.explicitMax ?? 0];
  return bounds.reduce(
    (max, bound) => (bound > 0 && bound < max ? bound : max),
    request.limits.maxTtl,
  );
}

function periodic(period: number, max: number) {
  if (period <= max) return { ttl: period, warnings: [] };
  return {
    ttl: max,
    warnings: [
      `period of "${shortDuration(
        period,
      )}" exceeded the effective max_ttl of "${shortDuration(
        max,
      )}"; period value is capped accordingly`,
    ],
  };
}

/** Before any end is considered. */
function wantedTtl(request: TtlRequest, max: number): TtlAnswer {
  const { period, increment, backendTtl, limits } = request;
  if (period) return periodic(period, max);
  return { ttl: increment || backendTtl || limits.defaultTtl, warnings: [] };
}

/** Seconds until the hard stop, counted in whole seconds as Vault does. */
function secondsUntil(request: TtlRequest, hardMax: number): number {
  const now = Math.floor(request.now / 1000);
  const issued = Math.floor((request.issuedAt ?? request.now) / 1000);
  return issued + hardMax - now;
}

/** How long a lease or token may live from now on. Fails when its maximum has passed. */
export function calculateTtl(request: TtlRequest): TtlAnswer {
  const max = effectiveMax(request);
  const wanted = wantedTtl(request, max);
  // A periodic token may be renewed for ever, unless it has an explicit end.
  const hardMax = request.period ? request.explicitMax ?? 0 : max;
  if (hardMax === 0) return wanted;
  const remaining = secondsUntil(request, hardMax);
  if (remaining <= 0) throw badRequest('past the max TTL, cannot renew');
  if (wanted.ttl <= remaining) return wanted;
  const asked = shortDuration(wanted.ttl);
  const capped = shortDuration(remaining);
  return {
    ttl: remaining,
    warnings: [
      ...wanted.warnings,
      `TTL of "${asked}" exceeded the effective max_ttl of "${capped}"; TTL value is capped accordingly`,
    ],
  };
}
