import { z } from 'zod';

import { readDatabaseUrl } from './databaseUrl';
import {
  count,
  data,
  flag,
  optionalText,
  optionalTime,
  seconds,
  strings,
  time,
} from './fields';
import { readPolicyText } from './policyText';
import { revocationFailure } from './revocationFailure';
import type {
  AuthRole,
  Connection,
  DatabaseRole,
  IrrevocableLease,
  Lease,
  MountLimits,
  Policy,
  StaticRole,
  VaultHealth,
} from './VaultApi';

export const healthAnswer = z
  .object({
    initialized: z.boolean(),
    sealed: z.boolean(),
    standby: z.boolean(),
    version: z.string(),
  })
  .transform((health): VaultHealth => health);

export const mountLimitsAnswer = data(
  z.object({ default_lease_ttl: seconds, max_lease_ttl: seconds }),
).transform(
  ({ data: limits }): MountLimits => ({
    defaultTtlSeconds: limits.default_lease_ttl,
    maxTtlSeconds: limits.max_lease_ttl,
  }),
);

export const databaseRoleAnswer = data(
  z.object({
    db_name: z.string(),
    creation_statements: strings,
    revocation_statements: strings,
    renew_statements: strings,
    default_ttl: seconds,
    max_ttl: seconds,
  }),
).transform(
  ({ data: role }): DatabaseRole => ({
    connection: role.db_name,
    creationStatements: role.creation_statements,
    revocationStatements: role.revocation_statements,
    renewStatements: role.renew_statements,
    defaultTtlSeconds: role.default_ttl,
    maxTtlSeconds: role.max_ttl,
  }),
);

export const staticRoleAnswer = data(
  z.object({
    db_name: z.string(),
    username: z.string(),
    rotation_period: seconds,
    last_vault_rotation: optionalTime,
  }),
).transform(
  ({ data: role }): StaticRole => ({
    connection: role.db_name,
    username: role.username,
    rotationPeriodSeconds: role.rotation_period,
    lastRotatedAt: role.last_vault_rotation,
  }),
);

/** Vault tells it since 1.19; OpenBao knows no such thing and does not. */
const rotationFields = {
  disable_automated_rotation: z.boolean().nullish(),
  rotation_period: seconds,
  rotation_schedule: optionalText,
};

function rootRotationOf({
  disable_automated_rotation: isDisabled,
  rotation_period: period,
  rotation_schedule: schedule,
}: z.output<z.ZodObject<typeof rotationFields>>): Connection['rootRotation'] {
  if (isDisabled === undefined || isDisabled === null) return undefined;
  const isPlanned = period > 0 || schedule !== undefined;
  return isPlanned && !isDisabled ? 'automatic' : 'off';
}

export const connectionAnswer = data(
  z.object({
    plugin_name: z.string(),
    allowed_roles: strings,
    connection_details: z
      .object({
        connection_url: optionalText,
        username: optionalText,
        username_template: optionalText,
      })
      .nullish(),
    ...rotationFields,
  }),
).transform(
  ({
    data: { plugin_name, allowed_roles, connection_details, ...rotation },
  }): Connection => ({
    plugin: plugin_name,
    allowedRoles: allowed_roles,
    ...readDatabaseUrl(connection_details?.connection_url ?? ''),
    username: connection_details?.username,
    usernameTemplate: connection_details?.username_template,
    rootRotation: rootRotationOf(rotation),
  }),
);

export const authRoleAnswer = data(
  z.object({
    bound_service_account_names: strings,
    bound_service_account_namespaces: strings,
    bound_service_account_namespace_selector: optionalText,
    audience: optionalText,
    token_policies: strings,
    token_no_default_policy: flag(false),
    token_ttl: seconds,
    token_max_ttl: seconds,
    token_explicit_max_ttl: seconds,
    token_period: seconds,
    token_num_uses: seconds,
    token_type: z
      .string()
      .nullish()
      .transform(value => value ?? 'default'),
  }),
).transform(
  ({ data: role }): AuthRole => ({
    boundServiceAccountNames: role.bound_service_account_names,
    boundServiceAccountNamespaces: role.bound_service_account_namespaces,
    namespaceSelector: role.bound_service_account_namespace_selector,
    audience: role.audience,
    tokenPolicies: role.token_policies,
    noDefaultPolicy: role.token_no_default_policy,
    tokenTtlSeconds: role.token_ttl,
    tokenMaxTtlSeconds: role.token_max_ttl,
    tokenExplicitMaxTtlSeconds: role.token_explicit_max_ttl,
    tokenPeriodSeconds: role.token_period,
    tokenNumUses: role.token_num_uses,
    tokenType: role.token_type,
  }),
);

export const policyAnswer = data(
  z.object({ name: z.string(), policy: z.string() }),
).transform(({ data: { name, policy } }, context): Policy => {
  try {
    return { name, rules: readPolicyText(policy) };
  } catch {
    context.addIssue({ code: 'custom', message: 'is no policy we can read' });
    return z.NEVER;
  }
});

export const keysAnswer = data(
  z.object({ keys: z.array(z.string()) }),
).transform(({ data: { keys } }) => keys);

/** Judges what `readLease` does not read as usual. */
export const leaseAnswer = data(
  z.object({
    id: z.string(),
    issue_time: time,
    expire_time: optionalTime,
    last_renewal: optionalTime,
    renewable: z.boolean(),
    ttl: z.number(),
  }),
).transform(
  ({ data: lease }): Omit<Lease, 'readAt'> => ({
    id: lease.id,
    issuedAt: lease.issue_time,
    expiresAt: lease.expire_time,
    lastRenewedAt: lease.last_renewal,
    renewable: lease.renewable,
    ttlSeconds: lease.ttl,
  }),
);

export const irrevocableAnswer = data(
  z.object({
    leases: z
      .array(z.object({ lease_id: z.string(), error: z.string().nullish() }))
      .nullish(),
  }),
).transform(({ data: { leases } }): IrrevocableLease[] =>
  (leases ?? []).map(({ lease_id, error }) => ({
    id: lease_id,
    reason: revocationFailure((error ?? '').slice(0, 2000)),
  })),
);

export const renewalAnswer = z
  .object({ lease_duration: count })
  .transform(({ lease_duration }) => ({ ttlSeconds: lease_duration }));

export const loginAnswer = z
  .object({
    auth: z.object({
      client_token: z.string().min(1),
      lease_duration: seconds,
      renewable: flag(false),
    }),
  })
  .transform(({ auth }) => ({
    token: auth.client_token,
    ttlSeconds: auth.lease_duration,
    renewable: auth.renewable,
  }));
