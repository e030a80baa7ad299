import { X509Certificate } from 'node:crypto';

import { z } from 'zod';

import { readDatabaseUrl } from './databaseUrl';
import { readPolicyText } from './policyText';
import type {
  AuthRole,
  Connection,
  DatabaseRole,
  IrrevocableLease,
  Lease,
  MountLimits,
  PkiIssuer,
  PkiRole,
  Policy,
  StaticRole,
  VaultHealth,
} from './VaultApi';

/**
 * What Vault answers, cut to the fields we use and turned into our words. Only
 * fields named here enter the process's memory for longer than a request.
 */
const count = z.union([
  z.number().finite(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);
const seconds = count.nullish().transform(value => value ?? 0);
const flag = (otherwise: boolean) =>
  z
    .boolean()
    .nullish()
    .transform(value => value ?? otherwise);
const strings = z
  .array(z.string())
  .nullish()
  .transform(value => value ?? []);
const optionalText = z
  .string()
  .nullish()
  .transform(value => (value ? value : undefined));
const time = z.string().transform((value, context) => {
  const date = new Date(value);
  if (!Number.isNaN(date.getTime())) return date;
  context.addIssue({ code: 'custom', message: 'is no time' });
  return z.NEVER;
});
const optionalTime = time.nullish().transform(value => value ?? undefined);

/** The envelope around every answer but health. */
function data<T extends z.ZodType>(schema: T) {
  return z.object({ data: schema });
}

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
  }),
).transform(
  ({
    data: { plugin_name, allowed_roles, connection_details },
  }): Connection => ({
    plugin: plugin_name,
    allowedRoles: allowed_roles,
    ...readDatabaseUrl(connection_details?.connection_url ?? ''),
    username: connection_details?.username,
    usernameTemplate: connection_details?.username_template,
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

/** Why a revocation failed, by what the database or Vault said; the first match counts. */
const revocationFailures: readonly (readonly [RegExp, string])[] = [
  [
    /failed to find entry for connection/i,
    'The connection was deleted while leases of it were live.',
  ],
  [
    /depend|cannot be dropped|owns|owner of/i,
    'Objects in the database still belong to the user.',
  ],
  [
    /password authentication|access denied|28P01|login failed/i,
    "The database refused Vault's own login.",
  ],
  [
    /permission denied|must be|privilege|42501/i,
    "Vault's database user lacks the right to remove it.",
  ],
  [
    /connection refused|dial|no such host|timeout|i\/o|unreachable|bad connection|eof/i,
    'The database could not be reached.',
  ],
  [/out of retries/i, 'Vault gave up after its retries.'],
];

function revocationFailure(text: string): string {
  const found = revocationFailures.find(([pattern]) => pattern.test(text));
  return found?.[1] ?? 'Vault could not revoke it.';
}

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

export const pkiRoleAnswer = data(
  z.object({
    issuer_ref: z.string().nullish(),
    allow_any_name: flag(false),
    allowed_domains: strings,
    allow_bare_domains: flag(false),
    allow_subdomains: flag(false),
    allow_glob_domains: flag(false),
    allow_wildcard_certificates: flag(true),
    allow_localhost: flag(true),
    allowed_domains_template: flag(false),
    enforce_hostnames: flag(true),
    allow_ip_sans: flag(true),
    require_cn: flag(true),
    key_type: z.string(),
    key_bits: seconds,
    ttl: seconds,
    max_ttl: seconds,
  }),
).transform(
  ({ data: role }): PkiRole => ({
    issuerRef: role.issuer_ref ?? 'default',
    allowAnyName: role.allow_any_name,
    allowedDomains: role.allowed_domains,
    allowBareDomains: role.allow_bare_domains,
    allowSubdomains: role.allow_subdomains,
    allowGlobDomains: role.allow_glob_domains,
    allowWildcardCertificates: role.allow_wildcard_certificates,
    allowLocalhost: role.allow_localhost,
    allowedDomainsTemplate: role.allowed_domains_template,
    enforceHostnames: role.enforce_hostnames,
    allowIpSans: role.allow_ip_sans,
    requireCn: role.require_cn,
    keyType: role.key_type,
    keyBits: role.key_bits,
    ttlSeconds: role.ttl,
    maxTtlSeconds: role.max_ttl,
  }),
);

/** As cert-manager limits it; parsing costs more the longer it is. */
const pem = z
  .string()
  .max(36_500)
  .transform((text, context) => {
    try {
      const { subject, validFrom, validTo } = new X509Certificate(text);
      return {
        subject: subject.split('\n').reverse().join(', '),
        notBefore: new Date(validFrom),
        notAfter: new Date(validTo),
      };
    } catch {
      context.addIssue({ code: 'custom', message: 'is no certificate' });
      return z.NEVER;
    }
  });

export const pkiIssuerAnswer = data(
  z.object({
    issuer_id: z.string(),
    issuer_name: optionalText,
    certificate: pem,
    leaf_not_after_behavior: z.enum(['err', 'truncate', 'permit']).optional(),
  }),
).transform(
  ({ data: issuer }): PkiIssuer => ({
    id: issuer.issuer_id,
    name: issuer.issuer_name,
    ...issuer.certificate,
    leafNotAfterBehavior: issuer.leaf_not_after_behavior,
  }),
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
