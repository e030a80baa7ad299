import { z } from 'zod';

import type { CertificateResource, Condition, Issuer } from './KubernetesApi';
import { count, duration, listOf, optionalTime, texts } from './schema';
import { scrubText } from './scrubText';

/** A condition of a status, its message scrubbed. */
export const condition = z
  .object({
    type: z.string(),
    status: z.enum(['True', 'False', 'Unknown']),
    reason: z.string().nullish(),
    message: z.string().nullish(),
  })
  .transform(
    ({ type, status, reason, message }): Condition => ({
      type,
      status,
      reason: reason ?? undefined,
      message: message ? scrubText(message) : undefined,
    }),
  );

const conditions = listOf(condition);

/** cert-manager's own default. */
const NINETY_DAYS = 90 * 24 * 3600;

/** One cert-manager Certificate. */
export const certificateItem = z
  .object({
    metadata: z.object({ name: z.string(), namespace: z.string() }),
    spec: z.object({
      secretName: z.string(),
      commonName: z.string().nullish(),
      dnsNames: texts,
      duration,
      renewBefore: duration,
      renewBeforePercentage: z.number().nullish(),
      issuerRef: z.object({
        name: z.string(),
        kind: z.string().nullish(),
        group: z.string().nullish(),
      }),
    }),
    status: z
      .object({
        conditions,
        notBefore: optionalTime,
        notAfter: optionalTime,
        renewalTime: optionalTime,
        failedIssuanceAttempts: count,
        lastFailureTime: optionalTime,
      })
      .prefault({}),
  })
  .transform(({ metadata, spec, status }): CertificateResource => {
    const durationSeconds = spec.duration ?? NINETY_DAYS;
    const { renewBeforePercentage: percentage } = spec;
    const { kind, name, group } = spec.issuerRef;
    const foreign = group && group !== 'cert-manager.io' ? { group } : {};
    return {
      name: metadata.name,
      secretName: spec.secretName,
      issuer:
        kind === 'ClusterIssuer'
          ? { kind, name, ...foreign }
          : {
              kind: 'Issuer',
              namespace: metadata.namespace,
              name,
              ...foreign,
            },
      commonName: spec.commonName || undefined,
      dnsNames: spec.dnsNames,
      durationSeconds,
      renewBeforeSeconds:
        spec.renewBefore ??
        (percentage ? (durationSeconds * percentage) / 100 : undefined),
      ...status,
    };
  });

const AUTH_PREFIX = /^\/?(?:v1\/)?(?:auth\/)?/;

/** An Issuer or a ClusterIssuer. */
export const issuerAnswer = z
  .object({
    spec: z.object({
      vault: z
        .object({
          path: z.string(),
          auth: z
            .object({
              kubernetes: z
                .object({
                  role: z.string(),
                  mountPath: z.string().nullish(),
                  serviceAccountRef: z.object({ name: z.string() }).nullish(),
                })
                .nullish(),
            })
            .nullish(),
        })
        .nullish(),
    }),
    status: z.object({ conditions }).prefault({}),
  })
  .transform(({ spec, status }): Issuer => {
    const login = spec.vault?.auth?.kubernetes;
    return {
      conditions: status.conditions,
      vault: spec.vault
        ? {
            path: spec.vault.path,
            authRole: login?.role,
            authMount: login
              ? (login.mountPath || 'kubernetes').replace(AUTH_PREFIX, '')
              : undefined,
            serviceAccount: login?.serviceAccountRef?.name,
          }
        : undefined,
    };
  });
