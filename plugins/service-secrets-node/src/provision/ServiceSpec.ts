import {
  databaseEngines,
  databaseRoleName,
  deliveryMethods,
  describeName,
  formatProblem,
  isName,
  issuerAuthRoleName,
  NameKind,
  secretFormats,
  ServiceName,
  staticRoleName,
} from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

function name(kind: NameKind) {
  return z
    .string()
    .refine(value => isName(kind, value), { error: `is no valid ${kind}` });
}

/** A DNS name a certificate may carry: no wildcard, no trailing dot. */
const dnsName = name('objectName').refine(value => value.includes('.'), {
  error: 'must have at least two labels',
});

/** A database credential of the service. Durations in seconds. */
const databaseSpec = z.strictObject({
  mount: name('mount'),
  connection: name('vaultName'),
  engine: z.enum(databaseEngines),
  /** Id of the operator's statement profile. */
  profile: name('configName'),
  /** Host name, port and database as the service reaches them. */
  host: name('objectName'),
  port: z.int().min(1).max(65535),
  database: name('vaultName'),
  defaultTtlSeconds: z
    .int()
    .min(5 * MINUTE)
    .max(24 * HOUR),
  maxTtlSeconds: z
    .int()
    .min(10 * MINUTE)
    .max(30 * 24 * HOUR),
  format: z.enum(secretFormats),
  /** How strictly clients check the server; PostgreSQL's words. */
  sslMode: z.enum(['disable', 'require', 'verify-ca', 'verify-full']),
  /** Process that gets SIGHUP after a new credential was rendered. */
  reloadProcess: name('objectName').optional(),
});

/** A database user that exists already, whose password Vault rotates. Durations in seconds. */
const staticRoleSpec = z.strictObject({
  mount: name('mount'),
  connection: name('vaultName'),
  engine: z.enum(databaseEngines),
  username: name('vaultName'),
  rotationPeriodSeconds: z.int().min(HOUR),
});

/** A place in a KV version 2 store: the mount and a prefix the operator chose. */
const kvSpec = z.strictObject({
  mount: name('mount'),
  prefix: name('mount'),
});

/** A certificate of the service. Durations in seconds. */
const certificateSpec = z.strictObject({
  pkiMount: name('mount'),
  dnsNames: z.array(dnsName).min(1).max(20),
  durationSeconds: z
    .int()
    .min(HOUR)
    .max(90 * 24 * HOUR),
  renewBeforeSeconds: z.int().min(5 * MINUTE),
});

/** Names this service would get that are no names: each part is short enough, and all together are not. */
function longNames(
  spec: ServiceName & {
    database?: { profile: string };
    staticRole?: { username: string };
  },
): string[] {
  const names = [
    issuerAuthRoleName(spec),
    ...(spec.database ? [databaseRoleName(spec, spec.database.profile)] : []),
    ...(spec.staticRole
      ? [staticRoleName(spec, spec.staticRole.username)]
      : []),
  ];
  return names.filter(each => !isName('vaultName', each));
}

/** What a service asks for in one environment; checked against its grammar before anything is planned. */
export const serviceSpecSchema = z
  .strictObject({
    entityRef: z
      .string()
      .regex(
        /^[a-z]+:[a-z0-9][a-z0-9_.-]{0,62}\/[a-z0-9][a-z0-9_.-]{0,62}$/,
        'is no entity ref such as component:default/name',
      ),
    environment: name('configName'),
    namespace: name('label'),
    name: name('label'),
    serviceAccount: name('objectName'),
    authMount: name('mount'),
    /** Audience of the projected token the pods log in with. */
    audience: z
      .string()
      .max(100)
      .regex(
        /^(?:[a-z][a-z0-9+-]*:\/\/)?[a-z0-9](?:[a-z0-9:_-]|[./](?=[a-z0-9]))*$/,
        'is no audience such as vault or https://vault.example',
      ),
    /** Vault as pods and cert-manager reach it. */
    vaultServer: z
      .url({ protocol: /^https?$/ })
      .regex(
        /^https?:\/\/(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:]{2,39}\])(?::\d{1,5})?$/,
        'must be scheme, host and port only, such as https://vault.example:8200',
      ),
    /** PEM certificates that vouch for Vault, base64; absent for a public CA. */
    vaultCaBundle: z
      .base64()
      // What "-----BEGIN" looks like.
      .startsWith('LS0tLS1CRUdJTi', 'is no base64 of a PEM text')
      .optional(),
    /** Absent when the workload exists already: then a patch is rendered, not a Deployment. */
    image: name('image').optional(),
    replicas: z.int().min(0).max(100),
    delivery: z.enum(deliveryMethods),
    database: databaseSpec.optional(),
    staticRole: staticRoleSpec.optional(),
    certificate: certificateSpec.optional(),
    kv: kvSpec.optional(),
  })
  .refine(
    ({ database, staticRole, certificate, kv }) =>
      database || staticRole || certificate || kv,
    { error: 'asks for no credential, no certificate and no KV path' },
  )
  .refine(
    ({ database }) =>
      !database || database.defaultTtlSeconds * 2 <= database.maxTtlSeconds,
    {
      path: ['database', 'maxTtlSeconds'],
      // Below twice the default TTL an agent asks for new credentials instead of renewing.
      error: 'must be at least twice defaultTtlSeconds',
    },
  )
  .superRefine((spec, context) => {
    for (const long of longNames(spec)) {
      context.addIssue({
        code: 'custom',
        path: ['name'],
        message: `makes the Vault name ${long}, which is too long (${describeName(
          'vaultName',
        )}); choose a shorter namespace, name, profile or username`,
      });
    }
  })
  .superRefine(({ database, delivery }, context) => {
    const message = database && formatProblem({ ...database, delivery });
    if (message) {
      context.addIssue({
        code: 'custom',
        path: ['database', 'format'],
        message,
      });
    }
  })
  .refine(
    ({ certificate }) =>
      !certificate ||
      certificate.renewBeforeSeconds < certificate.durationSeconds,
    {
      path: ['certificate', 'renewBeforeSeconds'],
      error: 'must be shorter than durationSeconds',
    },
  );

/** What a service asks for in one environment. */
export type ServiceSpec = z.infer<typeof serviceSpecSchema>;
/** The database part of a spec. */
export type DatabaseSpec = z.infer<typeof databaseSpec>;
/** The static role part of a spec. */
export type StaticRoleSpec = z.infer<typeof staticRoleSpec>;
/** The KV part of a spec. */
export type KvSpec = z.infer<typeof kvSpec>;
/** The certificate part of a spec. */
export type CertificateSpec = z.infer<typeof certificateSpec>;
