import { secondsLeft } from '../../http/envelope';
import { Token } from '../../token/Token';
import { rfc3339, unixSeconds } from '../../values/duration';

function leaseTimes(token: Token): Record<string, unknown> {
  if (token.expiresAt === undefined) {
    return { issue_time: rfc3339(token.createdAt), renewable: false };
  }
  return {
    issue_time: rfc3339(token.createdAt),
    renewable: token.renewable,
    ...(token.lastRenewal !== undefined && {
      last_renewal: rfc3339(token.lastRenewal),
      last_renewal_time: unixSeconds(token.lastRenewal),
    }),
  };
}

function optional(token: Token): Record<string, unknown> {
  const { period } = token.asked ?? token;
  return {
    ...(period > 0 && { period }),
    ...(token.role !== undefined && { role: token.role }),
    ...(token.boundCidrs.length > 0 && { bound_cidrs: token.boundCidrs }),
  };
}

/** A token as the lookup endpoints show it; a lookup by accessor does not show the id. */
export function describeToken(
  token: Token,
  now: number,
  hideId: boolean,
): Record<string, unknown> {
  return {
    accessor: token.accessor,
    creation_time: unixSeconds(token.createdAt),
    creation_ttl: token.creationTtl,
    display_name: token.displayName,
    entity_id: token.identity?.id ?? '',
    expire_time:
      token.expiresAt === undefined ? null : rfc3339(token.expiresAt),
    explicit_max_ttl: (token.asked ?? token).explicitMaxTtl,
    id: hideId ? '' : token.id,
    meta: token.metadata,
    num_uses: token.usesLeft,
    orphan: token.parent === undefined,
    path: token.path,
    policies: token.policies,
    ttl: secondsLeft(token, now),
    type: token.type,
    ...leaseTimes(token),
    ...optional(token),
  };
}
