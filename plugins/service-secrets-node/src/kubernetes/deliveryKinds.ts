import type { z } from 'zod';

import { secretProviderClassItem } from './csiSchema';
import type {
  DeliveryKind,
  DeliveryResource,
  SecretOperator,
} from './DeliveryResource';
import {
  clusterSecretStoreItem,
  externalSecretItem,
  secretStoreItem,
  vaultGeneratorItem,
} from './esoSchema';
import {
  vaultAuthItem,
  vaultConnectionItem,
  vaultDynamicSecretItem,
  vaultPkiSecretItem,
  vaultStaticSecretItem,
} from './vsoSchema';

/** How an object of each kind is read. */
export const deliveryItems: Readonly<
  Record<DeliveryKind, z.ZodType<DeliveryResource>>
> = {
  VaultDynamicSecret: vaultDynamicSecretItem,
  VaultStaticSecret: vaultStaticSecretItem,
  VaultPKISecret: vaultPkiSecretItem,
  VaultAuth: vaultAuthItem,
  VaultConnection: vaultConnectionItem,
  ExternalSecret: externalSecretItem,
  SecretStore: secretStoreItem,
  ClusterSecretStore: clusterSecretStoreItem,
  'VaultDynamicSecret generator': vaultGeneratorItem,
  SecretProviderClass: secretProviderClassItem,
};

/** What says what to read; the other kinds matter only when one of these is there. */
export const entryKinds: Readonly<
  Record<SecretOperator, readonly DeliveryKind[]>
> = {
  vso: ['VaultDynamicSecret', 'VaultStaticSecret', 'VaultPKISecret'],
  eso: ['ExternalSecret'],
  csi: ['SecretProviderClass'],
};

/** What those refer to. A store of the whole cluster is asked for by its name. */
const supportKinds: Readonly<Record<SecretOperator, readonly DeliveryKind[]>> =
  {
    vso: ['VaultAuth', 'VaultConnection'],
    eso: ['SecretStore', 'VaultDynamicSecret generator'],
    csi: [],
  };

/** The kinds that are worth listing because one of the objects found needs them. */
export function neededKinds(
  operator: SecretOperator,
  found: readonly DeliveryResource[],
): DeliveryKind[] {
  const needed = new Set(
    found.flatMap(({ needs }) => needs.map(({ kind }) => kind)),
  );
  // A VaultConnection is referred to by a VaultAuth, which is not read yet.
  if (needed.has('VaultAuth')) needed.add('VaultConnection');
  return supportKinds[operator].filter(kind => needed.has(kind));
}

/** The stores of the whole cluster the objects found need, by name. */
export function clusterStoresOf(found: readonly DeliveryResource[]): string[] {
  const names = found.flatMap(({ needs }) =>
    needs
      .filter(({ kind }) => kind === 'ClusterSecretStore')
      .map(({ name }) => name),
  );
  return [...new Set(names)];
}
