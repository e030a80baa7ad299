import { Core } from '../Core';
import { AuthGrant } from '../Engine';
import { calculateTtl } from '../lease/ttl';
import { MountEntry } from '../mounts/MountTable';
import { Token } from '../token/Token';

/** How the role behind a login limits its renewals; undefined when the method says nothing. */
function limitsOf({ engine, mount }: MountEntry, { internal = {} }: AuthGrant) {
  const renew = engine.renew?.bind(engine);
  return (
    renew &&
    ((expiresAt: (ttl: number) => number) => renew(internal, mount, expiresAt))
  );
}

/** Creates the token an auth method granted at login. */
export function grantAuth(
  core: Core,
  entry: MountEntry,
  login: { path: string; grant: AuthGrant },
): { token: Token; warnings: string[] } {
  const { grant, path } = login;
  const { ttl, warnings } = calculateTtl({
    limits: core.mounts.limits(entry.mount),
    now: core.clock.now(),
    backendTtl: grant.ttl,
    backendMax: grant.maxTtl,
    period: grant.period,
    explicitMax: grant.explicitMaxTtl,
  });
  const base = grant.noDefaultPolicy ? [] : ['default'];
  const token = core.tokens.create({
    type: grant.type,
    path,
    policies: [...base, ...grant.policies],
    displayName: grant.displayName,
    metadata: grant.metadata,
    ttl,
    maxTtl: grant.maxTtl,
    explicitMaxTtl: grant.explicitMaxTtl,
    period: grant.period,
    usesLeft: grant.numUses,
    boundCidrs: grant.boundCidrs,
    identity:
      grant.alias && core.identities.upsert(entry.mount.accessor, grant.alias),
    login: { mount: entry.mount, limits: limitsOf(entry, grant) },
  });
  return { token, warnings };
}
