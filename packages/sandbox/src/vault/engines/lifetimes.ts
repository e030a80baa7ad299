import { EngineRequest } from '../Engine';
import { calculateTtl, systemTtlSeconds, TtlLimits } from '../lease/ttl';

/** The mount's limits in seconds, and the present in milliseconds since the epoch. */
export interface Lifetimes extends TtlLimits {
  readonly now: number;
}

/** Limits and clock of a request: the server's when it passes them on, else Vault's defaults. */
export function lifetimesOf(request: EngineRequest): Lifetimes {
  return (
    request.lifetimes ?? {
      defaultTtl: request.mount.defaultLeaseTtl || systemTtlSeconds,
      maxTtl: request.mount.maxLeaseTtl || systemTtlSeconds,
      now: Date.now(),
    }
  );
}

/** Seconds a new lease lives: the role's wish, or the mount's default, below both maxima. */
export function effectiveTtl(
  wish: { ttl: number; maxTtl: number },
  limits: Lifetimes,
): number {
  return calculateTtl({
    limits,
    now: limits.now,
    backendTtl: wish.ttl,
    backendMax: wish.maxTtl,
  }).ttl;
}
