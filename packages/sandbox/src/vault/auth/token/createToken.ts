import { Core } from '../../Core';
import { EngineResponse } from '../../Engine';
import { aclOf } from '../../dispatch/authorise';
import {
  booleanField,
  integerField,
  mapField,
  stringListField,
  textField,
} from '../../engines/fields';
import { Call } from '../../engines/routes';
import { stringValues } from '../../mounts/createMount';
import { badRequest, barePermissionDenied } from '../../problems';
import { Token } from '../../token/Token';
import {
  askedLimits,
  explicitMax,
  lifetimeOf,
  periodOf,
  periodWarnings,
  refuseEndlessRoot,
  refuseForBatch,
  requirePrivilege,
  smallerSet,
  typeOf,
  Wish,
} from './tokenLimits';
import { rolePolicies, TokenRole } from './tokenRoles';

function checkCaller(caller: Token): void {
  if (caller.type === 'batch') {
    throw badRequest('batch tokens cannot create more tokens');
  }
  if (caller.usesLeft !== 0) {
    throw badRequest('restricted use token cannot generate child tokens');
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
  if (!subset && !wish.privileged) {
    throw badRequest('child policies must be subset of parent');
  }
  if (names.includes('root') && !callerIsRoot) {
    throw badRequest(
      'root tokens may not be created without parent token being root',
    );
  }
  return names;
}

function policiesOf(wish: Wish): string[] {
  const { role, call } = wish;
  const asked = stringListField(call.data, 'policies') ?? [];
  const own = role ? rolePolicies(role, asked) : ownPolicies(wish);
  const names = (own.length > 0 ? own : [...wish.caller.policies]).map(name =>
    name.toLowerCase(),
  );
  if (names.includes('root')) {
    if (names.length > 1) {
      throw badRequest('root policy cannot be mixed with other policies');
    }
    return names;
  }
  const bare =
    role?.noDefaultPolicy ||
    booleanField(call.data, 'no_default_policy') ||
    inheritsWithoutDefault(wish, asked);
  return bare
    ? names.filter(name => name !== 'default')
    : [...names, 'default'];
}

/** A child that names no policies has those of its parent, and no more. */
function inheritsWithoutDefault(wish: Wish, asked: readonly string[]) {
  if (wish.role || asked.length > 0) return false;
  return !wish.caller.policies.includes('default');
}

const customIdWarning =
  'Supplying a custom ID for the token uses the weaker SHA1 hashing instead of the more secure SHA2-256 HMAC for token obfuscation. SHA1 hashed tokens on the wire leads to less secure lookups.';

function customId(core: Core, wish: Wish): string | undefined {
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
  if (core.tokens.find(id)) {
    throw badRequest('cannot create a token with a duplicate ID');
  }
  return id;
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

function pathOf({ call, role }: Wish): string {
  const path = `auth/token/${call.request.path}`;
  return role?.pathSuffix ? `${path}/${role.pathSuffix}` : path;
}

/** What the token is like whatever its lifetime. */
function fixedParts(wish: Wish) {
  const { call, role, caller } = wish;
  return {
    path: pathOf(wish),
    displayName: displayName(call),
    metadata: metadataOf(call),
    role: role?.name,
    asked: role && askedLimits(call),
    boundCidrs: role?.boundCidrs,
    parent: wish.orphan ? undefined : caller,
    identity: wish.orphan ? undefined : caller.identity,
    renewable:
      (role?.renewable ?? true) && booleanField(call.data, 'renewable'),
    usesLeft: smallerSet(
      integerField(call.data, 'num_uses') ?? 0,
      role?.numUses ?? 0,
    ),
  };
}

function grant(core: Core, wish: Wish): EngineResponse {
  const { call, caller } = wish;
  const policies = policiesOf(wish);
  const id = customId(core, wish);
  const period = periodOf(wish);
  const { maxTtl } = core.mounts.limits(call.request.mount);
  const explicit = explicitMax(wish, maxTtl);
  const type = typeOf(wish);
  if (type === 'batch') refuseForBatch(wish, period, explicit.value);
  const lifetime = lifetimeOf(core, wish, {
    root: policies.includes('root'),
    period,
    explicit: explicit.value,
  });
  if (policies.includes('root')) {
    refuseEndlessRoot(caller, type, lifetime.ttl);
  }
  const token = core.tokens.create({
    ...fixedParts(wish),
    id,
    type,
    policies,
    ttl: lifetime.ttl,
    explicitMaxTtl: explicit.value,
    period,
  });
  return {
    token,
    warnings: [
      ...(id === undefined ? [] : [customIdWarning]),
      ...missingPolicies(core, policies),
      ...explicit.warnings,
      ...periodWarnings(wish, period),
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
