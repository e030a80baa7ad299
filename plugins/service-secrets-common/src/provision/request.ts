import { z } from 'zod';

import { isName, NameKind } from '../grammar';
import { deliveryMethods, secretFormats } from './choices';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function name(kind: NameKind) {
  return z
    .string()
    .refine(value => isName(kind, value), { error: `is no valid ${kind}` });
}

function entityRef(kind: string) {
  return z
    .string()
    .max(200)
    .regex(
      new RegExp(`^${kind}:[a-z0-9_.-]{1,63}/[a-z0-9_.-]{1,63}$`),
      `is no entity ref such as ${kind}:default/name`,
    );
}

/** A DNS name a certificate may carry: no wildcard, no trailing dot. */
const dnsName = name('objectName').refine(value => value.includes('.'), {
  error: 'must have at least two labels',
});

/** A database credential Vault makes for each pod. `offer` and `profile` are the operator's ids. Durations in seconds. */
export const databaseRequestSchema = z
  .strictObject({
    offer: name('configName'),
    profile: name('configName'),
    defaultTtlSeconds: z
      .int()
      .min(5 * MINUTE)
      .max(DAY),
    maxTtlSeconds: z
      .int()
      .min(10 * MINUTE)
      .max(30 * DAY),
    format: z.enum(secretFormats),
    /** Process that gets SIGHUP after a new credential was rendered; absent: the application watches the file. */
    reloadProcess: name('objectName').optional(),
  })
  .refine(
    ({ defaultTtlSeconds, maxTtlSeconds }) =>
      defaultTtlSeconds * 2 <= maxTtlSeconds,
    {
      path: ['maxTtlSeconds'],
      // Below twice the default TTL an agent asks for new credentials instead of renewing.
      error: 'must be at least twice defaultTtlSeconds',
    },
  );

/** A database user that exists already, whose password Vault rotates. Durations in seconds. */
export const staticRoleRequestSchema = z.strictObject({
  offer: name('configName'),
  username: name('vaultName'),
  rotationPeriodSeconds: z
    .int()
    .min(HOUR)
    .max(90 * DAY),
});

/** A certificate from the operator's PKI. Durations in seconds. */
export const certificateRequestSchema = z
  .strictObject({
    offer: name('configName'),
    dnsNames: z.array(dnsName).min(1).max(20),
    durationSeconds: z
      .int()
      .min(HOUR)
      .max(90 * DAY),
    renewBeforeSeconds: z.int().min(5 * MINUTE),
  })
  .refine(
    ({ durationSeconds, renewBeforeSeconds }) =>
      renewBeforeSeconds < durationSeconds,
    {
      path: ['renewBeforeSeconds'],
      error: 'must be shorter than durationSeconds',
    },
  );

/**
 * What a service asks for in one environment. It names offers of the operator
 * and nothing in Vault or Kubernetes but its own namespace and name.
 */
export const provisionRequestSchema = z
  .strictObject({
    entityRef: entityRef('[a-z]+'),
    /** Group or user that owns the service and whose offers are used. */
    owner: entityRef('(?:group|user)'),
    environment: name('configName'),
    namespace: name('label'),
    name: name('label'),
    /** Container image of a new workload; absent when the workload exists. */
    image: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._:/@-]{0,255}$/i, 'is no image reference')
      .optional(),
    replicas: z.int().min(0).max(100).optional(),
    delivery: z.enum(deliveryMethods),
    database: databaseRequestSchema.optional(),
    staticRole: staticRoleRequestSchema.optional(),
    certificate: certificateRequestSchema.optional(),
    /** Whether the service gets a place of its own in the KV store. */
    kv: z.boolean().optional(),
  })
  .refine(
    ({ database, staticRole, certificate, kv }) =>
      database || staticRole || certificate || kv,
    { error: 'asks for no credential, no certificate and no KV path' },
  );

/** What a service asks for in one environment. */
export type ProvisionRequest = z.infer<typeof provisionRequestSchema>;
