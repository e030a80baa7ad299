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

function readRole(data: FieldData, present: TokenRole): TokenRole {
  return {
    ...present,
    ...policyLists(data, present),
    ...typeFields(data, present),
    orphan: booleanField(data, 'orphan') ?? present.orphan,
    renewable: booleanField(data, 'renewable') ?? present.renewable,
    period: durationField(data, 'token_period') ?? present.period,
    explicitMaxTtl:
      durationField(data, 'token_explicit_max_ttl') ?? present.explicitMaxTtl,
    numUses: integerField(data, 'token_num_uses') ?? present.numUses,
    noDefaultPolicy:
      booleanField(data, 'token_no_default_policy') ?? present.noDefaultPolicy,
    boundCidrs: commaListField(data, 'token_bound_cidrs') ?? present.boundCidrs,
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
    path_suffix: '',
    allowed_entity_aliases: [],
    token_period: role.period,
    token_explicit_max_ttl: role.explicitMaxTtl,
    token_num_uses: role.numUses,
    token_no_default_policy: role.noDefaultPolicy,
    token_bound_cidrs: role.boundCidrs,
    token_type: role.tokenType,
  };
}

function quoted(names: readonly string[]): string {
  return names.map(name => `"${name}"`).join(' ');
}

function refuseOutside(role: TokenRole, names: readonly string[]): void {
  if (role.allowedPolicies.length + role.allowedGlobs.length === 0) return;
  const inside = names.every(
    name =>
      role.allowedPolicies.includes(name) ||
      role.allowedGlobs.some(glob => globMatches(glob, name)),
  );
  if (inside) return;
  throw badRequest(
    `token policies ([${quoted(
      names,
    )}]) must be subset of the role's allowed policies ([${quoted(
      role.allowedPolicies,
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
    this.roles.set(name, readRole(call.data, present));
    return {};
  }

  private remove(call: Call): EngineResponse {
    this.roles.delete(call.params.name);
    return {};
  }
}
