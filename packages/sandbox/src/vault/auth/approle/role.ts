import { randomUUID } from 'node:crypto';

import {
  booleanField,
  commaListField,
  durationField,
  FieldData,
  integerField,
  textField,
} from '../../engines/fields';
import { badRequest, internalError } from '../../problems';
import { isCidr } from '../../token/cidr';
import { rfc3339 } from '../../values/duration';
import {
  describeTokenParameters,
  noTokenParameters,
  readTokenParameters,
  TokenParameters,
} from '../tokenParameters';

/** One secret id of a role. Times in milliseconds since the epoch, TTL in seconds. */
export interface SecretId {
  readonly id: string;
  readonly accessor: string;
  readonly createdAt: number;
  readonly ttl: number;
  readonly numUses: number;
  readonly cidrs: readonly string[];
  readonly metadata: Record<string, string>;
  usesLeft: number;
}

/** A role with its secret ids by id. */
export interface AppRole {
  readonly name: string;
  readonly bindSecretId: boolean;
  readonly secretIdTtl: number;
  readonly secretIdNumUses: number;
  readonly secretIdCidrs: readonly string[];
  readonly token: TokenParameters;
  readonly secretIds: Map<string, SecretId>;
  roleId: string;
}

/** A role as it is when first written. */
export function newAppRole(name: string): AppRole {
  return {
    name,
    bindSecretId: true,
    secretIdTtl: 0,
    secretIdNumUses: 0,
    secretIdCidrs: [],
    token: noTokenParameters,
    secretIds: new Map(),
    roleId: randomUUID(),
  };
}

function useCount(data: FieldData, field: string): number | undefined {
  const uses = integerField(data, field);
  if (uses === undefined || uses >= 0) return uses;
  throw badRequest(`${field} cannot be negative`);
}

/** The request over the stored role. */
export function readAppRole(data: FieldData, present: AppRole): AppRole {
  return {
    ...present,
    bindSecretId: booleanField(data, 'bind_secret_id') ?? present.bindSecretId,
    secretIdTtl: durationField(data, 'secret_id_ttl') ?? present.secretIdTtl,
    secretIdNumUses:
      useCount(data, 'secret_id_num_uses') ?? present.secretIdNumUses,
    secretIdCidrs:
      commaListField(data, 'secret_id_bound_cidrs') ?? present.secretIdCidrs,
    roleId: textField(data, 'role_id') || present.roleId,
    token: readTokenParameters(data, present.token),
  };
}

/** The role as its read endpoint shows it. */
export function describeAppRole(role: AppRole): Record<string, unknown> {
  return {
    bind_secret_id: role.bindSecretId,
    local_secret_ids: false,
    secret_id_bound_cidrs:
      role.secretIdCidrs.length > 0 ? role.secretIdCidrs : null,
    secret_id_num_uses: role.secretIdNumUses,
    secret_id_ttl: role.secretIdTtl,
    ...describeTokenParameters(role.token),
  };
}

/** Secret id metadata comes as a JSON text. */
function metadataOf(data: FieldData): Record<string, string> {
  const text = textField(data, 'metadata');
  if (!text) return {};
  try {
    const parsed: unknown = JSON.parse(text);
    const entries = Object.entries(Object(parsed));
    return Object.fromEntries(
      entries.map(([key, value]) => [key, String(value)]),
    );
  } catch {
    throw badRequest(
      'failed to parse metadata: failed to parse the input: invalid <key,value> format',
    );
  }
}

/** A new secret id with the role's limits where the request sets none. */
export function newSecretId(
  role: AppRole,
  data: FieldData,
  now: number,
): SecretId {
  const numUses = useCount(data, 'num_uses') ?? role.secretIdNumUses;
  const cidrs = commaListField(data, 'cidr_list') ?? role.secretIdCidrs;
  const broken = cidrs.find(cidr => !cidr.includes('/') || !isCidr(cidr));
  if (broken !== undefined) {
    throw internalError(
      `failed to validate CIDR blocks: invalid CIDR address: ${broken}`,
    );
  }
  return {
    id: textField(data, 'secret_id') || randomUUID(),
    accessor: randomUUID(),
    createdAt: now,
    ttl: durationField(data, 'ttl') ?? role.secretIdTtl,
    numUses,
    usesLeft: numUses,
    cidrs,
    metadata: metadataOf(data),
  };
}

/** A secret id as look-ups show it; the id itself is never told again. */
export function describeSecretId(secret: SecretId): Record<string, unknown> {
  return {
    secret_id_accessor: secret.accessor,
    secret_id_ttl: secret.ttl,
    secret_id_num_uses: secret.usesLeft,
    cidr_list: secret.cidrs,
    creation_time: rfc3339(secret.createdAt),
    expiration_time:
      secret.ttl > 0
        ? rfc3339(secret.createdAt + secret.ttl * 1000)
        : '0001-01-01T00:00:00Z',
    token_bound_cidrs: [],
    last_updated_time: rfc3339(secret.createdAt),
    metadata: secret.metadata,
  };
}
