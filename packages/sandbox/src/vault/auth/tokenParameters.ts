import { AuthGrant } from '../Engine';
import {
  booleanField,
  commaListField,
  durationField,
  FieldData,
  integerField,
  textField,
} from '../engines/fields';
import { badRequest } from '../problems';
import { isCidr } from '../token/cidr';
import { goDuration } from '../values/duration';

/** The `token_*` fields every auth role has. Durations in seconds. */
export interface TokenParameters {
  readonly ttl: number;
  readonly maxTtl: number;
  readonly period: number;
  readonly explicitMaxTtl: number;
  readonly numUses: number;
  readonly noDefaultPolicy: boolean;
  readonly policies: readonly string[];
  readonly boundCidrs: readonly string[];
  readonly tokenType: string;
  /** Old field names that were used and are therefore echoed. */
  readonly legacy: readonly string[];
}

/** A role that sets nothing. */
export const noTokenParameters: TokenParameters = {
  ttl: 0,
  maxTtl: 0,
  period: 0,
  explicitMaxTtl: 0,
  numUses: 0,
  noDefaultPolicy: false,
  policies: [],
  boundCidrs: [],
  tokenType: 'default',
  legacy: [],
};

const tokenTypes = [
  'default',
  'default-service',
  'default-batch',
  'service',
  'batch',
];

const legacyNames = [
  'policies',
  'ttl',
  'max_ttl',
  'period',
  'num_uses',
  'bound_cidrs',
];

/** The names these fields have in a request. */
export const tokenParameterFields = [
  ...legacyNames,
  'token_ttl',
  'token_max_ttl',
  'token_period',
  'token_explicit_max_ttl',
  'token_num_uses',
  'token_no_default_policy',
  'token_policies',
  'token_bound_cidrs',
  'token_type',
];

/** The new name when the request has it, else the old one. */
function nameOf(data: FieldData, name: string): string {
  return data[`token_${name}`] === undefined ? name : `token_${name}`;
}

function cidrs(data: FieldData): string[] | undefined {
  const blocks = commaListField(data, nameOf(data, 'bound_cidrs'));
  const broken = blocks?.find(block => !isCidr(block));
  if (broken === undefined) return blocks;
  throw badRequest(
    `error parsing address "${broken}": Unable to convert "${broken}" to an IPv4 or IPv6 address, or a UNIX Socket`,
  );
}

function useCount(data: FieldData): number | undefined {
  const uses = integerField(data, nameOf(data, 'num_uses'));
  if (uses === undefined || uses >= 0) return uses;
  throw badRequest("'token_num_uses' cannot be negative");
}

function typeOf(data: FieldData, present: string): string {
  const type = textField(data, 'token_type') || present;
  if (tokenTypes.includes(type)) return type;
  throw badRequest(`invalid 'token_type' value "${type}"`);
}

function policies(data: FieldData): string[] | undefined {
  const names = commaListField(data, nameOf(data, 'policies'));
  return names && [...new Set(names)];
}

function usedLegacy(data: FieldData, present: readonly string[]): string[] {
  const used = legacyNames.filter(
    name => data[name] !== undefined && data[`token_${name}`] === undefined,
  );
  return [...new Set([...present, ...used])].filter(
    name => data[`token_${name}`] === undefined,
  );
}

function checkTtls(data: FieldData, ttls: { ttl: number; maxTtl: number }) {
  if (ttls.maxTtl === 0 || ttls.ttl <= ttls.maxTtl) return;
  throw badRequest(
    data.ttl === undefined && data.max_ttl === undefined
      ? "'token_ttl' cannot be greater than 'token_max_ttl'"
      : 'token ttl should not be greater than token max ttl',
  );
}

/** The request's token fields over what is stored. */
export function readTokenParameters(
  data: FieldData,
  present: TokenParameters,
): TokenParameters {
  const seconds = (name: string, stored: number) =>
    durationField(data, nameOf(data, name)) ?? stored;
  const ttl = seconds('ttl', present.ttl);
  const maxTtl = seconds('max_ttl', present.maxTtl);
  checkTtls(data, { ttl, maxTtl });
  return {
    ttl,
    maxTtl,
    period: seconds('period', present.period),
    explicitMaxTtl:
      durationField(data, 'token_explicit_max_ttl') ?? present.explicitMaxTtl,
    numUses: useCount(data) ?? present.numUses,
    noDefaultPolicy:
      booleanField(data, 'token_no_default_policy') ?? present.noDefaultPolicy,
    policies: policies(data) ?? present.policies,
    boundCidrs: cidrs(data) ?? present.boundCidrs,
    tokenType: typeOf(data, present.tokenType),
    legacy: usedLegacy(data, present.legacy),
  };
}

/** The token fields of a role as its read endpoint shows them. */
export function describeTokenParameters(
  parameters: TokenParameters,
): Record<string, unknown> {
  const shown: Record<string, unknown> = {
    token_ttl: parameters.ttl,
    token_max_ttl: parameters.maxTtl,
    token_period: parameters.period,
    token_explicit_max_ttl: parameters.explicitMaxTtl,
    token_num_uses: parameters.numUses,
    token_no_default_policy: parameters.noDefaultPolicy,
    token_policies: parameters.policies,
    token_bound_cidrs: parameters.boundCidrs,
    token_type: parameters.tokenType,
  };
  const echoed = parameters.legacy.map(
    name => [name, shown[`token_${name}`]] as const,
  );
  return { ...shown, ...Object.fromEntries(echoed) };
}

/** The part of a login's grant that the role decides. */
export function grantOf(
  parameters: TokenParameters,
): Omit<AuthGrant, 'displayName' | 'metadata'> {
  const batch = parameters.tokenType.endsWith('batch');
  return {
    policies: [...parameters.policies],
    noDefaultPolicy: parameters.noDefaultPolicy,
    ttl: parameters.ttl,
    maxTtl: parameters.maxTtl,
    period: parameters.period,
    explicitMaxTtl: parameters.explicitMaxTtl,
    numUses: parameters.numUses,
    type: batch ? 'batch' : 'service',
    boundCidrs: [...parameters.boundCidrs],
  };
}

/** Refuses a period that no token of the mount could have. */
export function checkPeriod(
  { period }: TokenParameters,
  mountMax: number,
): void {
  if (period <= mountMax) return;
  throw badRequest(
    `token period of '"${goDuration(
      period,
    )}"' is greater than the backend's maximum lease TTL of '"${goDuration(
      mountMax,
    )}"'`,
  );
}

/** What a role write says when its maximum cannot be kept. */
export function maxTtlWarnings(
  parameters: TokenParameters,
  mountMax: number,
): string[] {
  if (parameters.maxTtl <= mountMax) return [];
  return [
    "max_ttl is greater than the system or backend mount's maximum TTL value; issued tokens' max TTL value will be truncated",
  ];
}
