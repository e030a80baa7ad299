import { Core } from '../../Core';
import { EngineResponse } from '../../Engine';
import { calculateTtl } from '../../lease/ttl';
import { badRequest, internalError, reasonOf } from '../../problems';
import { Token } from '../../token/Token';

function refuse(token: Token): void {
  if (token.type === 'batch') {
    throw badRequest('batch tokens cannot be renewed');
  }
  if (token.expiresAt === undefined || !token.renewable) {
    throw badRequest('lease is not renewable');
  }
}

/** What the login's role says now; tokens made by a token keep their own numbers. */
async function presentLimits(token: Token, now: number) {
  const own = {
    ttl: token.creationTtl,
    maxTtl: token.maxTtl,
    period: token.period,
  };
  const { login } = token;
  if (!login?.limits) return own;
  const limits = await login
    .limits(ttl => now + ttl * 1000)
    .catch((error: unknown) => {
      throw internalError(`failed to renew entry: ${reasonOf(error)}`);
    });
  return { ...limits, period: limits.period ?? token.period };
}

function mountOf(core: Core, token: Token) {
  return token.login?.mount ?? core.mounts.get('auth', 'token/')?.mount;
}

/** Extends a token from now on, within its maximum from the time it was issued. */
export async function renewToken(
  core: Core,
  token: Token,
  increment: number,
): Promise<EngineResponse> {
  refuse(token);
  const now = core.clock.now();
  const limits = await presentLimits(token, now);
  const mount = mountOf(core, token);
  const { ttl, warnings } = calculateTtl({
    limits: mount ? core.mounts.limits(mount) : core.mounts.systemLimits,
    now,
    issuedAt: token.createdAt,
    increment,
    backendTtl: limits.ttl,
    backendMax: limits.maxTtl,
    period: limits.period,
    explicitMax: token.explicitMaxTtl,
  });
  token.period = limits.period;
  core.tokens.extend(token, ttl);
  return { token, warnings };
}
