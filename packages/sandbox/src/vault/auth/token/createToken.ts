import { Core } from '../../Core';
import { EngineResponse } from '../../Engine';
import { aclOf } from '../../dispatch/authorise';
import {
  booleanField,
  durationField,
  integerField,
  mapField,
  stringListField,
  textField,
} from '../../engines/fields';
import { Call } from '../../engines/routes';
import { calculateTtl, TtlAnswer } from '../../lease/ttl';
import { stringValues } from '../../mounts/createMount';
import { badRequest, barePermissionDenied } from '../../problems';
import { Token } from '../../token/Token';
import { shortDuration } from '../../values/duration';
import { rolePolicies, TokenRole } from './tokenRoles';

/** What a create call asks for, its role applied. */
interface Wish {
  readonly caller: Token;
  readonly role?: TokenRole;
  readonly call: Call;
  /** Root or sudo on the path. */
  readonly privileged: boolean;
  readonly orphan: boolean;
}

function checkCaller(caller: Token): void {
  if (caller.type === 'batch') {
    throw badRequest('batch tokens cannot create more tokens');
  }
  if (caller.usesLeft !== 0) {
    throw badRequest('restricted use token cannot generate child tokens');
  }
}

function requirePrivilege(wish: Wish, deed: string): void {
  if (!wish.privileged) {
    throw badRequest(`root or sudo privileges required to ${deed}`);
  }
}

function ownPolicies(wish: Wish): string[] {
  const { caller, call } = wish;
  const asked = stringListField(call.data, 'policies') ?? [];
  const names = asked.length > 0 ? asked : [...caller.policies];
  const subset = names.every(
    name => name === 'default' || caller.policies.includes(name),
  );
  const callerIsRoot = caller.policies.includes('root');
  if (names.includes('root') && !callerIsRoot) {
    throw badRequest(
      'root tokens may not be created without parent token being root',
    );
  }
  if (!subset && !wish.privileged) {
    throw badRequest('child policies must be subset of parent');
  }
  return names;
}

function policiesOf(wish: Wish): string[] {
  const { role, call } = wish;
  const asked = stringListField(call.data, 'policies') ?? [];
  const names = (role ? rolePolicies(role, asked) : ownPolicies(wish)).map(
    name => name.toLowerCase(),
  );
  if (names.includes('root')) {
    if (names.length > 1) {
      throw badRequest('root policy cannot be mixed with other policies');
    }
    return names;
  }
  const bare =
    role?.noDefaultPolicy || booleanField(call.data, 'no_default_policy');
  return bare
    ? names.filter(name => name !== 'default')
    : [...names, 'default'];
}

function customId(wish: Wish): string | undefined {
  const id = textField(wish.call.data, 'id');
  if (!id) return undefined;
  requirePrivilege(wish, 'specify token id');
  for (const prefix of ['hvs.', 's.']) {
    if (id.startsWith(prefix)) {
      throw badRequest(`custom token ID cannot have the '${prefix}' prefix`);
    }
  }
  if (id.includes('.')) {
    throw badRequest("custom token ID cannot have a '.' in the value");
  }
  return id;
}

function periodOf(wish: Wish): number {
  const asked = durationField(wish.call.data, 'period') ?? 0;
  if (asked > 0) requirePrivilege(wish, 'create periodic token');
  const fixed = wish.role?.period ?? 0;
  return asked > 0 && fixed > 0 ? Math.min(asked, fixed) : asked || fixed;
}

function smallerSet(a: number, b: number): number {
  return a > 0 && b > 0 ? Math.min(a, b) : a || b;
}

function explicitMax(wish: Wish, systemMax: number) {
  const asked = smallerSet(
    durationField(wish.call.data, 'explicit_max_ttl') ?? 0,
    wish.role?.explicitMaxTtl ?? 0,
  );
  if (asked <= systemMax) return { value: asked, warnings: [] };
  return {
    value: systemMax,
    warnings: [
      `Explicit max TTL specified during token creation is greater than system/mount allowed value; value is being capped to ${shortDuration(
        systemMax,
      )} seconds`,
    ],
  };
}

function lifetimeOf(
  core: Core,
  wish: Wish,
  fixed: { root: boolean; period: number; explicit: number },
): TtlAnswer {
  const { data, request } = wish.call;
  const ttl = durationField(data, 'ttl') ?? durationField(data, 'lease') ?? 0;
  if (fixed.root && ttl === 0 && fixed.period === 0) {
    return { ttl: fixed.explicit, warnings: [] };
  }
  return calculateTtl({
    limits: core.mounts.limits(request.mount),
    now: core.clock.now(),
    backendTtl: ttl,
    period: fixed.period,
    explicitMax: fixed.explicit,
  });
}

function typeOf(wish: Wish, period: number): 'service' | 'batch' {
  const asked = textField(wish.call.data, 'type') || undefined;
  const type = wish.role?.fixedType ?? asked ?? 'service';
  if (type !== 'service' && type !== 'batch') {
    throw badRequest(`invalid 'type' value '${type}'`);
  }
  if (type === 'batch' && period > 0) {
    throw badRequest('batch tokens cannot be periodic');
  }
  return type;
}

function missingPolicies(core: Core, names: readonly string[]): string[] {
  return names
    .filter(name => !core.policies.has(name))
    .map(name => `Policy "${name}" does not exist`);
}

function displayName(call: Call): string {
  const name = textField(call.data, 'display_name') || undefined;
  const clean = name?.replace(/[^a-zA-Z0-9-]/g, '-');
  return clean === undefined ? 'token' : `token-${clean}`;
}

function metadataOf(call: Call): Record<string, string> | null {
  const meta = mapField(call.data, 'meta');
  return meta ? stringValues(meta) : null;
}

function grant(core: Core, wish: Wish): EngineResponse {
  const { call, role, caller } = wish;
  const policies = policiesOf(wish);
  const id = customId(wish);
  const period = periodOf(wish);
  const { maxTtl } = core.mounts.limits(call.request.mount);
  const explicit = explicitMax(wish, maxTtl);
  const type = typeOf(wish, period);
  const lifetime = lifetimeOf(core, wish, {
    root: policies.includes('root'),
    period,
    explicit: explicit.value,
  });
  const token = core.tokens.create({
    id,
    type,
    path: `auth/token/${call.request.path}`,
    policies,
    displayName: displayName(call),
    metadata: metadataOf(call),
    ttl: lifetime.ttl,
    explicitMaxTtl: explicit.value,
    period,
    role: role?.name,
    boundCidrs: role?.boundCidrs,
    parent: wish.orphan ? undefined : caller,
    identity: wish.orphan ? undefined : caller.identity,
    renewable:
      (role?.renewable ?? true) && booleanField(call.data, 'renewable'),
    usesLeft: smallerSet(
      integerField(call.data, 'num_uses') ?? 0,
      role?.numUses ?? 0,
    ),
  });
  return {
    token,
    warnings: [
      ...missingPolicies(core, policies),
      ...explicit.warnings,
      ...lifetime.warnings,
    ],
  };
}

/** `auth/token/create`, `create-orphan` and `create/:role`. */
export function createToken(
  core: Core,
  call: Call,
  options: { orphan: boolean; role?: TokenRole },
): EngineResponse {
  const { caller } = call.request;
  if (!caller) throw barePermissionDenied();
  checkCaller(caller);
  const path = `auth/token/${call.request.path}`;
  const noParent = booleanField(call.data, 'no_parent') ?? false;
  const wish: Wish = {
    caller,
    call,
    role: options.role,
    privileged: aclOf(core, caller).hasSudo(path),
    orphan: options.orphan || noParent || (options.role?.orphan ?? false),
  };
  if (noParent && !options.orphan) {
    requirePrivilege(wish, 'create orphan token');
  }
  return grant(core, wish);
}
