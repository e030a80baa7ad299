import type {
  AuthRole,
  DatabaseRole,
  MountLimits,
} from 'backstage-plugin-service-secrets-node';

import { LifeLimit } from './ServiceView';

/** Vault's system default for mounts that set none: 768 hours. */
const SYSTEM_MAX = 768 * 3600;

/** What bounds the life of a credential of one database role. */
export interface LimitInput {
  readonly role: DatabaseRole;
  /** Undefined when unknown. */
  readonly mount?: MountLimits;
  /** Undefined when unknown. */
  readonly authRole?: AuthRole;
}

/** The limit of the login: credentials end with the token that fetched them. 0: none of its own. */
export function tokenLimitSeconds(role: AuthRole): number {
  const { tokenMaxTtlSeconds, tokenExplicitMaxTtlSeconds } = role;
  const explicit = tokenExplicitMaxTtlSeconds || Infinity;
  // A periodic token is renewed for ever, unless an explicit limit says otherwise.
  const usual =
    role.tokenPeriodSeconds > 0 ? Infinity : tokenMaxTtlSeconds || Infinity;
  const limit = Math.min(explicit, usual);
  return Number.isFinite(limit) ? limit : 0;
}

/** The smallest of the limits that are set, and whose it is. */
export function lifeLimit({ role, mount, authRole }: LimitInput): LifeLimit {
  const mountSeconds = mount?.maxTtlSeconds ?? 0;
  const limits: LifeLimit[] = [
    { seconds: role.maxTtlSeconds, by: 'role max_ttl' },
    {
      seconds: mountSeconds,
      by: mountSeconds === SYSTEM_MAX ? 'system' : 'mount',
    },
    { seconds: authRole ? tokenLimitSeconds(authRole) : 0, by: 'token' },
  ];
  const [smallest] = limits
    .filter(({ seconds }) => seconds > 0)
    .sort((a, b) => a.seconds - b.seconds);
  return smallest ?? { seconds: 0, by: 'system' };
}

/** How long a fresh credential lives: the role's default, else the mount's, capped. */
export function defaultTtlSeconds(
  role: DatabaseRole,
  mount: MountLimits | undefined,
  limit: LifeLimit,
): number {
  const wanted =
    role.defaultTtlSeconds || mount?.defaultTtlSeconds || SYSTEM_MAX;
  return limit.seconds > 0 ? Math.min(wanted, limit.seconds) : wanted;
}
