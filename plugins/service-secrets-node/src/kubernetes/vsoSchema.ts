import { z } from 'zod';

import { condition } from './certManagerSchema';
import type {
  DeliveryLogin,
  DeliveryReference,
  DeliveryResource,
} from './DeliveryResource';
import { listOf, optionalTime, texts, trimSlashes } from './schema';

const metadata = z.object({
  name: z.string(),
  namespace: z.string(),
  creationTimestamp: optionalTime,
});

/** Seconds since 1970, 0 before the first time. */
const unixTime = z
  .number()
  .nullish()
  .transform(seconds => (seconds ? new Date(seconds * 1000) : undefined));

const conditions = listOf(condition);

const common = {
  vaultAuthRef: z.string().nullish(),
  mount: z.string(),
  destination: z.object({ name: z.string() }),
};

/** `name`, or `namespace/name`; without one the operator takes its own default, which is not ours to read. */
function authReference(
  reference: string | null | undefined,
  own: string,
): DeliveryReference[] {
  if (!reference) return [];
  const [name, namespace = own] = reference.split('/').reverse();
  const elsewhere = namespace === own ? {} : { namespace };
  return [{ kind: 'VaultAuth', name, ...elsewhere }];
}

interface Synced {
  readonly metadata: z.infer<typeof metadata>;
  readonly spec: {
    readonly vaultAuthRef?: string | null;
    readonly destination: { readonly name: string };
  };
}

function synced({ metadata: { name, namespace, ...meta }, spec }: Synced) {
  return {
    operator: 'vso',
    name,
    createdAt: meta.creationTimestamp,
    keys: [],
    needs: authReference(spec.vaultAuthRef, namespace),
    secrets: [spec.destination.name],
  } as const;
}

/** A lease, or whatever else Vault answered with, that the operator keeps alive. */
export const vaultDynamicSecretItem = z
  .object({
    metadata,
    spec: z.object({ ...common, path: z.string() }),
    status: z
      .object({
        conditions,
        lastRenewalTime: unixTime,
        lastGeneration: z.number().nullish(),
        secretLease: z
          .object({ id: z.string().nullish(), duration: z.number().nullish() })
          .nullish(),
      })
      .prefault({}),
  })
  .transform(({ metadata: meta, spec, status }): DeliveryResource => {
    const { lastRenewalTime: renewedAt, secretLease } = status;
    const seconds = secretLease?.duration ?? 0;
    return {
      ...synced({ metadata: meta, spec }),
      kind: 'VaultDynamicSecret',
      paths: [`${trimSlashes(spec.mount)}/${trimSlashes(spec.path)}`],
      status: {
        touched: status.conditions.length > 0 || Boolean(status.lastGeneration),
        conditions: status.conditions,
        lastSyncedAt: renewedAt,
        lease: secretLease?.id
          ? {
              id: secretLease.id,
              endsAt:
                renewedAt && seconds > 0
                  ? new Date(renewedAt.getTime() + seconds * 1000)
                  : undefined,
            }
          : undefined,
      },
    };
  });

const plainStatus = z
  .object({ conditions, lastGeneration: z.number().nullish() })
  .prefault({})
  .transform(status => ({
    touched: status.conditions.length > 0 || Boolean(status.lastGeneration),
    conditions: status.conditions,
  }));

/** A KV secret. */
export const vaultStaticSecretItem = z
  .object({
    metadata,
    spec: z.object({ ...common, path: z.string(), type: z.string() }),
    status: plainStatus,
  })
  .transform(({ metadata: meta, spec, status }): DeliveryResource => {
    const data = spec.type === 'kv-v2' ? '/data' : '';
    return {
      ...synced({ metadata: meta, spec }),
      kind: 'VaultStaticSecret',
      paths: [`${trimSlashes(spec.mount)}${data}/${trimSlashes(spec.path)}`],
      status,
    };
  });

/** A certificate the operator lets Vault issue. */
export const vaultPkiSecretItem = z
  .object({
    metadata,
    spec: z.object({ ...common, role: z.string() }),
    status: plainStatus,
  })
  .transform(
    ({ metadata: meta, spec, status }): DeliveryResource => ({
      ...synced({ metadata: meta, spec }),
      kind: 'VaultPKISecret',
      paths: [`${trimSlashes(spec.mount)}/issue/${spec.role}`],
      status,
    }),
  );

function connectionReference(
  reference: string | null | undefined,
  own: string,
): DeliveryReference[] {
  return authReference(reference, own).map(each => ({
    ...each,
    kind: 'VaultConnection',
  }));
}

/** How the operator logs in; what a VaultAuthGlobal adds is in a namespace of the platform. */
export const vaultAuthItem = z
  .object({
    metadata,
    spec: z.object({
      vaultConnectionRef: z.string().nullish(),
      method: z.string().nullish(),
      mount: z.string().nullish(),
      kubernetes: z
        .object({
          role: z.string().nullish(),
          serviceAccount: z.string().nullish(),
          audiences: texts,
        })
        .nullish(),
    }),
    status: z.object({ conditions, valid: z.boolean().nullish() }).prefault({}),
  })
  .transform(({ metadata: meta, spec, status }): DeliveryResource => {
    const { role, serviceAccount, audiences } = spec.kubernetes ?? {};
    const login: DeliveryLogin | undefined =
      role && serviceAccount && spec.mount
        ? {
            authRole: role,
            authMount: trimSlashes(spec.mount),
            serviceAccount,
            audiences: audiences ?? [],
          }
        : undefined;
    return {
      operator: 'vso',
      kind: 'VaultAuth',
      name: meta.name,
      createdAt: meta.creationTimestamp,
      paths: [],
      keys: [],
      login,
      needs: connectionReference(spec.vaultConnectionRef, meta.namespace),
      secrets: [],
      status: {
        touched:
          status.conditions.length > 0 || typeof status.valid === 'boolean',
        conditions: status.conditions,
      },
    };
  });

/** Which Vault; the address is not kept, because the operator of Backstage has its own name for it. */
export const vaultConnectionItem = z.object({ metadata }).transform(
  ({ metadata: meta }): DeliveryResource => ({
    operator: 'vso',
    kind: 'VaultConnection',
    name: meta.name,
    createdAt: meta.creationTimestamp,
    paths: [],
    keys: [],
    needs: [],
    secrets: [],
    status: { touched: false, conditions: [] },
  }),
);
