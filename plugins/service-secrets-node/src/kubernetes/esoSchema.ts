import { z } from 'zod';

import { condition } from './certManagerSchema';
import type {
  DeliveryKind,
  DeliveryLogin,
  DeliveryReference,
  DeliveryResource,
} from './DeliveryResource';
import { duration, listOf, optionalTime, texts, trimSlashes } from './schema';

const conditions = listOf(condition);

const metadata = z.object({
  name: z.string(),
  creationTimestamp: optionalTime,
});

const generatorRef = z.object({
  apiVersion: z.string().nullish(),
  kind: z.string(),
  name: z.string(),
});
const storeRef = z.object({ name: z.string(), kind: z.string().nullish() });

type StoreRef = z.infer<typeof storeRef>;

const dataFrom = z.object({
  extract: z.object({ key: z.string() }).nullish(),
  sourceRef: z
    .object({
      generatorRef: generatorRef.nullish(),
      storeRef: storeRef.nullish(),
    })
    .nullish(),
});

const data = z.object({
  remoteRef: z.object({ key: z.string() }).nullish(),
  sourceRef: z.object({ storeRef: storeRef.nullish() }).nullish(),
});

/** Go reads a bare 0 as a duration too. */
const interval = z
  .string()
  .nullish()
  .transform(value => (value === '0' ? '0s' : value))
  .pipe(duration);

/** The operator's own default. */
const HOUR = 3600;

function storeKind({ kind }: StoreRef): DeliveryKind {
  return kind === 'ClusterSecretStore' ? kind : 'SecretStore';
}

/** Generators of other kinds read no Vault. */
function generators(items: readonly z.infer<typeof dataFrom>[]) {
  return items.flatMap(({ sourceRef }): DeliveryReference[] => {
    const reference = sourceRef?.generatorRef;
    return reference?.kind === 'VaultDynamicSecret'
      ? [{ kind: 'VaultDynamicSecret generator', name: reference.name }]
      : [];
  });
}

/** `CreatedOnce` and `OnChange` read once, whatever the interval says. */
function refreshSeconds(
  policy: string | null | undefined,
  seconds: number | undefined,
): number {
  return policy === 'CreatedOnce' || policy === 'OnChange'
    ? 0
    : seconds ?? HOUR;
}

/** What a Secret should hold and where that comes from. */
export const externalSecretItem = z
  .object({
    metadata,
    spec: z.object({
      secretStoreRef: storeRef.nullish(),
      refreshInterval: interval,
      refreshPolicy: z.string().nullish(),
      target: z.object({ name: z.string().nullish() }).nullish(),
      data: listOf(data),
      dataFrom: listOf(dataFrom),
    }),
    status: z.object({ conditions, refreshTime: optionalTime }).prefault({}),
  })
  .transform(({ metadata: meta, spec, status }): DeliveryResource => {
    const stores = [
      spec.secretStoreRef,
      ...[...spec.data, ...spec.dataFrom].map(each => each.sourceRef?.storeRef),
    ].flatMap(store =>
      store ? [{ kind: storeKind(store), name: store.name }] : [],
    );
    const keys = [
      ...spec.data.map(each => each.remoteRef?.key),
      ...spec.dataFrom.map(each => each.extract?.key),
    ].filter(key => typeof key === 'string');
    return {
      operator: 'eso',
      kind: 'ExternalSecret',
      name: meta.name,
      createdAt: meta.creationTimestamp,
      paths: [],
      keys,
      needs: [...stores, ...generators(spec.dataFrom)],
      secrets: [spec.target?.name || meta.name],
      refreshSeconds: refreshSeconds(spec.refreshPolicy, spec.refreshInterval),
      status: {
        touched: status.conditions.length > 0,
        conditions: status.conditions,
        lastSyncedAt: status.refreshTime,
      },
    };
  });

const vaultProvider = z.object({
  path: z.string().nullish(),
  version: z.string().nullish(),
  auth: z
    .object({
      kubernetes: z
        .object({
          mountPath: z.string().nullish(),
          role: z.string().nullish(),
          serviceAccountRef: z
            .object({ name: z.string(), audiences: texts })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

function loginOf({
  auth,
}: z.infer<typeof vaultProvider>): DeliveryLogin | undefined {
  const { role, mountPath, serviceAccountRef } = auth?.kubernetes ?? {};
  if (!role || !serviceAccountRef) return undefined;
  return {
    authRole: role,
    authMount: trimSlashes(mountPath || 'kubernetes'),
    serviceAccount: serviceAccountRef.name,
    audiences: serviceAccountRef.audiences,
  };
}

const empty = {
  operator: 'eso',
  paths: [],
  keys: [],
  needs: [],
  secrets: [],
} as const;

/** The engines a store cannot read are read through this. */
export const vaultGeneratorItem = z
  .object({
    metadata,
    spec: z.object({ path: z.string(), provider: vaultProvider }),
  })
  .transform(
    ({ metadata: meta, spec }): DeliveryResource => ({
      ...empty,
      kind: 'VaultDynamicSecret generator',
      name: meta.name,
      createdAt: meta.creationTimestamp,
      paths: [trimSlashes(spec.path)],
      login: loginOf(spec.provider),
      status: { touched: false, conditions: [] },
    }),
  );

function storeOf(kind: 'SecretStore' | 'ClusterSecretStore') {
  return z
    .object({
      metadata,
      spec: z.object({
        provider: z.object({ vault: vaultProvider.nullish() }),
      }),
      status: z.object({ conditions }).prefault({}),
    })
    .transform(({ metadata: meta, spec, status }): DeliveryResource => {
      const { vault } = spec.provider;
      const mount = vault?.path ? trimSlashes(vault.path) : undefined;
      return {
        ...empty,
        kind,
        name: meta.name,
        createdAt: meta.creationTimestamp,
        keysBelow: mount && (vault?.version === 'v1' ? mount : `${mount}/data`),
        login: vault ? loginOf(vault) : undefined,
        status: {
          touched: status.conditions.length > 0,
          conditions: status.conditions,
        },
      };
    });
}

/** A place of KV secrets for one namespace. */
export const secretStoreItem = storeOf('SecretStore');
/** A place of KV secrets for every namespace. */
export const clusterSecretStoreItem = storeOf('ClusterSecretStore');
