import { Core } from '../../Core';
import { EngineResponse } from '../../Engine';
import { aclOf } from '../../dispatch/authorise';
import {
  booleanField,
  durationComplaint,
  durationField,
  FieldData,
  integerField,
  mapField,
  parseDuration,
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

function periodOf(wish: Wish): number {
  const asked = durationField(wish.call.data, 'period') ?? 0;
  if (asked > 0) requirePrivilege(wish, 'create periodic token');
  const fixed = wish.role?.period ?? 0;
  return asked > 0 && fixed > 0 ? Math.min(asked, fixed) : asked || fixed;
}

function periodWarnings(wish: Wish, period: number): string[] {
  const asked = durationField(wish.call.data, 'period') ?? 0;
  if (asked === 0 || !wish.role?.period) return [];
  return [
    `Period specified both during creation call and in role; using the lesser value of ${period} seconds`,
  ];
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

/** Kept as text and read by the endpoint itself, hence words of its own for what is wrong. */
function tokenTtl(data: FieldData, field: string): number | undefined {
  const text = textField(data, field);
  if (!text) return undefined;
  const seconds = parseDuration(text);
  if (seconds === undefined) throw badRequest(durationComplaint(text));
  if (seconds < 0) throw badRequest(`${field} must be positive`);
  return seconds;
}

function lifetimeOf(
  core: Core,
  wish: Wish,
  fixed: { root: boolean; period: number; explicit: number },
): TtlAnswer {
  const { data, request } = wish.call;
  const ttl = tokenTtl(data, 'ttl') ?? tokenTtl(data, 'lease') ?? 0;
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

function typeOf(wish: Wish): 'service' | 'batch' {
  const asked = textField(wish.call.data, 'type') || undefined;
  const type = wish.role?.fixedType ?? asked ?? 'service';
  if (type !== 'service' && type !== 'batch') {
    throw badRequest("invalid 'token_type' value");
  }
  return type;
}

function askedLimits({ data }: Call) {
  return {
    period: durationField(data, 'period') ?? 0,
    explicitMaxTtl: durationField(data, 'explicit_max_ttl') ?? 0,
  };
}

/** Batch tokens have no entry of their own in which these could be kept. */
function refuseForBatch(wish: Wish, period: number, explicitMax: number): void {
  const uses = integerField(wish.call.data, 'num_uses') ?? 0;
  const limits = { explicit_max_ttl: explicitMax, num_uses: uses, period };
  for (const [name, value] of Object.entries(limits)) {
    if (value > 0) throw badRequest(`batch tokens cannot have "${name}" set`);
  }
}

/** Root for a while must not become root for ever. */
function refuseEndlessRoot(caller: Token, type: string, ttl: number): void {
  if (type === 'batch') throw badRequest('batch tokens cannot be root tokens');
  if (ttl === 0 && caller.expiresAt !== undefined) {
    throw badRequest(
      'expiring root tokens cannot create non-expiring root tokens',
    );
  }
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
    id,
    type,
    path: [`auth/token/${call.request.path}`, role?.pathSuffix]
      .filter(Boolean)
      .join('/'),
    policies,
    displayName: displayName(call),
    metadata: metadataOf(call),
    ttl: lifetime.ttl,
    explicitMaxTtl: explicit.value,
    period,
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
