import { EngineResponse } from '../../Engine';
import {
  booleanField,
  commaListField,
  durationField,
  FieldData,
  integerField,
  textField,
} from '../../engines/fields';
import { globMatches } from '../../engines/glob';
import { Call, listOf, Route } from '../../engines/routes';
import { badRequest, nothingThere } from '../../problems';
import { isCidr } from '../../token/cidr';

/** Limits for tokens created through a role. Durations in seconds. */
export interface TokenRole {
  readonly name: string;
  readonly allowedPolicies: string[];
  readonly disallowedPolicies: string[];
  readonly allowedGlobs: string[];
  readonly disallowedGlobs: string[];
  readonly orphan: boolean;
  readonly renewable: boolean;
  readonly period: number;
  readonly explicitMaxTtl: number;
  readonly numUses: number;
  readonly noDefaultPolicy: boolean;
  readonly boundCidrs: string[];
  readonly tokenType: string;
  readonly pathSuffix: string;
  /** Old field names that were used and are therefore echoed. */
  readonly legacy: ReadonlySet<string>;
  /** Set when the role leaves no choice of type. */
  readonly fixedType?: 'service' | 'batch';
}

function emptyRole(name: string): TokenRole {
  return {
    name,
    allowedPolicies: [],
    disallowedPolicies: [],
    allowedGlobs: [],
    disallowedGlobs: [],
    orphan: false,
    renewable: true,
    period: 0,
    explicitMaxTtl: 0,
    numUses: 0,
    noDefaultPolicy: false,
    boundCidrs: [],
    tokenType: 'default-service',
    pathSuffix: '',
    legacy: new Set(),
  };
}

function typeFields(data: FieldData, present: TokenRole) {
  const tokenType = textField(data, 'token_type') || present.tokenType;
  if (
    !['service', 'batch', 'default-service', 'default-batch'].includes(
      tokenType,
    )
  ) {
    throw badRequest(`invalid 'token_type' value "${tokenType}"`);
  }
  const fixed = tokenType.replace('default-', '');
  const isFixed = fixed === tokenType || tokenType === 'default-batch';
  const fixedType: TokenRole['fixedType'] =
    fixed === 'batch' ? 'batch' : 'service';
  return { tokenType, fixedType: isFixed ? fixedType : undefined };
}

function boundCidrs(data: FieldData): string[] | undefined {
  const blocks = commaListField(data, 'token_bound_cidrs');
  const broken = blocks?.find(block => !isCidr(block));
  if (broken === undefined) return blocks;
  throw badRequest(
    `error parsing role fields: error parsing address "${broken}": Unable to convert "${broken}" to an IPv4 or IPv6 address, or a UNIX Socket`,
  );
}

function usedLegacy(data: FieldData, present: TokenRole): Set<string> {
  const used = ['period', 'explicit_max_ttl'].filter(
    name => data[name] !== undefined,
  );
  return new Set([...present.legacy, ...used]);
}

function pathSuffix(data: FieldData): string | undefined {
  const suffix = textField(data, 'path_suffix');
  if (!suffix || /^\w[\w.-]+\w$/.test(suffix)) return suffix;
  throw badRequest(
    'given role path suffix contains invalid characters; must match \\w[\\w-.]+\\w',
  );
}

function policyLists(data: FieldData, present: TokenRole) {
  return {
    allowedPolicies:
      commaListField(data, 'allowed_policies') ?? present.allowedPolicies,
    disallowedPolicies:
      commaListField(data, 'disallowed_policies') ?? present.disallowedPolicies,
    allowedGlobs:
      commaListField(data, 'allowed_policies_glob') ?? present.allowedGlobs,
    disallowedGlobs:
      commaListField(data, 'disallowed_policies_glob') ??
      present.disallowedGlobs,
  };
}

function lifetimes(data: FieldData, present: TokenRole) {
  return {
    period:
      durationField(data, 'token_period') ??
      durationField(data, 'period') ??
      present.period,
    explicitMaxTtl:
      durationField(data, 'token_explicit_max_ttl') ??
      durationField(data, 'explicit_max_ttl') ??
      present.explicitMaxTtl,
  };
}

function readRole(data: FieldData, present: TokenRole): TokenRole {
  return {
    ...present,
    ...policyLists(data, present),
    ...typeFields(data, present),
    orphan: booleanField(data, 'orphan') ?? present.orphan,
    renewable: booleanField(data, 'renewable') ?? present.renewable,
    ...lifetimes(data, present),
    numUses: integerField(data, 'token_num_uses') ?? present.numUses,
    noDefaultPolicy:
      booleanField(data, 'token_no_default_policy') ?? present.noDefaultPolicy,
    boundCidrs: boundCidrs(data) ?? present.boundCidrs,
    pathSuffix: pathSuffix(data) ?? present.pathSuffix,
    legacy: usedLegacy(data, present),
  };
}

function describe(role: TokenRole): Record<string, unknown> {
  return {
    name: role.name,
    allowed_policies: role.allowedPolicies,
    disallowed_policies: role.disallowedPolicies,
    allowed_policies_glob: role.allowedGlobs,
    disallowed_policies_glob: role.disallowedGlobs,
    orphan: role.orphan,
    renewable: role.renewable,
    path_suffix: role.pathSuffix,
    allowed_entity_aliases: null,
    token_period: role.period,
    token_explicit_max_ttl: role.explicitMaxTtl,
    ...(role.numUses > 0 && { token_num_uses: role.numUses }),
    token_no_default_policy: role.noDefaultPolicy,
    ...(role.boundCidrs.length > 0 && { token_bound_cidrs: role.boundCidrs }),
    token_type: role.tokenType,
    period: role.legacy.has('period') ? role.period : 0,
    explicit_max_ttl: role.legacy.has('explicit_max_ttl')
      ? role.explicitMaxTtl
      : 0,
  };
}

function quoted(names: readonly string[]): string {
  return names.map(name => `"${name}"`).join(' ');
}

function withDefault(names: readonly string[], bare: boolean): string[] {
  const all = bare || names.includes('root') ? names : [...names, 'default'];
  return [...new Set(all)].sort();
}

function refuseOutside(role: TokenRole, names: readonly string[]): void {
  if (role.allowedPolicies.length + role.allowedGlobs.length === 0) return;
  const bare = role.noDefaultPolicy;
  const wanted = withDefault(names, bare);
  const allowed = withDefault(role.allowedPolicies, bare);
  const inside = wanted.every(
    name =>
      allowed.includes(name) ||
      role.allowedGlobs.some(glob => globMatches(glob, name)),
  );
  if (inside) return;
  throw badRequest(
    `token policies ([${quoted(
      wanted,
    )}]) must be subset of the role's allowed policies ([${quoted(
      allowed,
    )}]) or glob policies ([${quoted(role.allowedGlobs)}])`,
  );
}

/** The policies a role gives for the ones asked; refuses what it does not allow. */
export function rolePolicies(role: TokenRole, asked: string[]): string[] {
  const names = asked.length > 0 ? asked : role.allowedPolicies;
  refuseOutside(role, names);
  const refused = names.find(
    name =>
      role.disallowedPolicies.includes(name) ||
      role.disallowedGlobs.some(glob => globMatches(glob, name)),
  );
  if (refused !== undefined) {
    throw badRequest(`token policy "${refused}" is disallowed by this role`);
  }
  return names;
}

/** `auth/token/roles`: the store and its endpoints. */
export class TokenRoles {
  private readonly roles = new Map<string, TokenRole>();

  readonly routes: Route[] = [
    { path: 'roles', on: { list: () => listOf(this.roles.keys()) } },
    {
      path: 'roles/:name',
      checksExistence: true,
      on: {
        read: call => this.read(call),
        update: call => this.write(call),
        delete: call => this.remove(call),
      },
    },
  ];

  has(name: string): boolean {
    return this.roles.has(name);
  }

  /** The role, or the refusal of a create call that names none. */
  require(name: string): TokenRole {
    const role = this.roles.get(name);
    if (role) return role;
    throw badRequest(`unknown role ${name}`);
  }

  private read(call: Call): EngineResponse {
    const role = this.roles.get(call.params.name);
    if (!role) throw nothingThere();
    return { data: describe(role) };
  }

  private write(call: Call): EngineResponse {
    const { name } = call.params;
    const present = this.roles.get(name) ?? emptyRole(name);
    const role = readRole(call.data, present);
    if (role.fixedType === 'batch' && !role.orphan) {
      throw badRequest(
        "'token_type' cannot be 'batch' when role is set to generate non-orphan tokens",
      );
    }
    this.roles.set(name, role);
    return {};
  }

  private remove(call: Call): EngineResponse {
    this.roles.delete(call.params.name);
    return {};
  }
}
