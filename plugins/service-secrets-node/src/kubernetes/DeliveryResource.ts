import type { DeliveryMethod } from 'backstage-plugin-service-secrets-common';

import type { Condition } from './Condition';

/** An operator or driver that reads Vault in place of the pods. */
export type SecretOperator = Exclude<DeliveryMethod, 'agent-injector'>;

/** The kinds that say what such an operator should read, and how it logs in. */
export type DeliveryKind =
  | 'VaultDynamicSecret'
  | 'VaultStaticSecret'
  | 'VaultPKISecret'
  | 'VaultAuth'
  | 'VaultConnection'
  | 'ExternalSecret'
  | 'SecretStore'
  | 'ClusterSecretStore'
  // External Secrets has a kind of the same name as the Vault Secrets Operator's.
  | 'VaultDynamicSecret generator'
  | 'SecretProviderClass';

/** An object another one of the same operator needs. */
export interface DeliveryReference {
  readonly kind: DeliveryKind;
  readonly name: string;
  /** Set when it is in another namespace, of which we read nothing. */
  readonly namespace?: string;
}

/** How Vault is logged in to with a service account. */
export interface DeliveryLogin {
  readonly authRole: string;
  /** Mount of the auth method, without `auth/`. */
  readonly authMount: string;
  /** Absent: the one the pods run as. */
  readonly serviceAccount?: string;
  /** Audiences asked for; empty when the operator decides. */
  readonly audiences: readonly string[];
}

/** What an operator reported of an object. Nothing of it is a credential but the id of the lease. */
export interface DeliveryStatus {
  /** Whether anything was ever reported. */
  readonly touched: boolean;
  readonly conditions: readonly Condition[];
  readonly lastSyncedAt?: Date;
  /** What the operator renews. The id stays inside the backend. */
  readonly lease?: { readonly id: string; readonly endsAt?: Date };
}

/** One object of a secret operator, cut to what links a pod with Vault. */
export interface DeliveryResource {
  readonly operator: SecretOperator;
  readonly kind: DeliveryKind;
  readonly name: string;
  readonly createdAt?: Date;
  /** Paths of Vault it reads, as the API has them. */
  readonly paths: readonly string[];
  /** Keys it reads below the mount of the store it needs. */
  readonly keys: readonly string[];
  /** Where a store's keys are: `secret/data`. */
  readonly keysBelow?: string;
  readonly login?: DeliveryLogin;
  readonly needs: readonly DeliveryReference[];
  /** Names of the Secrets it writes. */
  readonly secrets: readonly string[];
  /** How often it is read anew; 0 for never again, absent when that is not its way. */
  readonly refreshSeconds?: number;
  readonly status: DeliveryStatus;
}

/** What one operator should deliver to many namespaces of a cluster. */
export interface ClusterDeliveries {
  /** A namespace that is not among them has nothing of the operator. */
  readonly byNamespace: ReadonlyMap<string, readonly DeliveryResource[]>;
  /** Namespaces with objects that could not be read: what is known of them is not all. */
  readonly unclear: ReadonlySet<string>;
}
