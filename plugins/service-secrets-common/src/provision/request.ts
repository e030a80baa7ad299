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
      new RegExp(
        `^${kind}:[a-z0-9][a-z0-9_.-]{0,62}/[a-z0-9][a-z0-9_.-]{0,62}$`,
      ),
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
    offer: name('configName').describe("Id of the operator's database offer"),
    profile: name('configName').describe(
      'Statement profile of the offer: what the credential may do',
    ),
    defaultTtlSeconds: z
      .int()
      .min(5 * MINUTE)
      .max(DAY)
      .describe('Seconds a credential lives before it must be renewed'),
    maxTtlSeconds: z
      .int()
      .min(10 * MINUTE)
      .max(30 * DAY)
      .describe(
        'Seconds after which a credential is replaced; at least twice defaultTtlSeconds',
      ),
    format: z
      .enum(secretFormats)
      .describe('How the credential file in the pod is spelled'),
    reloadProcess: name('objectName')
      .optional()
      .describe(
        'Process that gets SIGHUP after a new credential was rendered; absent: the application watches the file',
      ),
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
  offer: name('configName').describe("Id of the operator's database offer"),
  username: name('vaultName').describe(
    'Database user that exists and whose password Vault rotates',
  ),
  rotationPeriodSeconds: z
    .int()
    .min(HOUR)
    .max(90 * DAY)
    .describe('Seconds between two rotations'),
});

/** A certificate from the operator's PKI. Durations in seconds. */
export const certificateRequestSchema = z
  .strictObject({
    offer: name('configName').describe(
      "Id of the operator's certificate offer",
    ),
    dnsNames: z
      .array(dnsName)
      .min(1)
      .max(20)
      .describe(
        'DNS names of the certificate, within the domains of the offer',
      ),
    durationSeconds: z
      .int()
      .min(HOUR)
      .max(90 * DAY)
      .describe('Seconds a certificate is valid'),
    renewBeforeSeconds: z
      .int()
      .min(5 * MINUTE)
      .describe('Seconds before its end at which a certificate is renewed'),
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
    entityRef: entityRef('[a-z]+').describe(
      'Entity ref of the service, such as component:default/grade-api',
    ),
    owner: entityRef('(?:group|user)').describe(
      'Group or user that owns the service and whose offers are used',
    ),
    environment: name('configName').describe(
      "Environment, by the operator's name",
    ),
    namespace: name('label').describe('Kubernetes namespace of the service'),
    name: name('label').describe(
      'Name of the workload and of its service account',
    ),
    image: name('image')
      .optional()
      .describe(
        'Container image of a new workload; absent when the workload exists',
      ),
    replicas: z
      .int()
      .min(0)
      .max(100)
      .optional()
      .describe('Pods of a new workload'),
    delivery: z
      .enum(deliveryMethods)
      .describe('How the credential gets into the pods'),
    database: databaseRequestSchema
      .optional()
      .describe('A database credential Vault makes for each pod'),
    staticRole: staticRoleRequestSchema
      .optional()
      .describe('A database user that exists and whose password Vault rotates'),
    certificate: certificateRequestSchema
      .optional()
      .describe("A certificate from the operator's PKI"),
    kv: z
      .boolean()
      .optional()
      .describe('Whether the service gets a place of its own in the KV store'),
  })
  .refine(
    ({ database, staticRole, certificate, kv }) =>
      database || staticRole || certificate || kv,
    { error: 'asks for no credential, no certificate and no KV path' },
  );

/** What a service asks for in one environment. */
export type ProvisionRequest = z.infer<typeof provisionRequestSchema>;
