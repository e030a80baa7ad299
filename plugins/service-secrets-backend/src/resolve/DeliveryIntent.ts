import { DeliveryMethod } from 'backstage-plugin-service-secrets-common';
import type {
  DeliveryReference,
  DeliveryResource,
} from 'backstage-plugin-service-secrets-node';

/** What a service asks Vault for in one way, whatever the way: who logs in, as what, and reads which paths. */
export interface DeliveryIntent {
  readonly method: DeliveryMethod;
  /** Absent when it cannot be seen, or is not the Kubernetes auth method. */
  readonly authRole?: string;
  /** Mount of the auth method, without `auth/`; absent: the usual one. */
  readonly authMount?: string;
  /** Absent when it cannot be seen. */
  readonly serviceAccount?: string;
  /** Audiences of the token; absent when it cannot be seen. */
  readonly audiences?: readonly string[];
  readonly paths: readonly string[];
  /** Whether each pod takes leases of its own, or the object takes them for all of them. */
  readonly leasesPer: 'pod' | 'object';
  /** Absent for the injector, whose annotations stand on the pods. */
  readonly delivery?: DeliveryView;
}

/** An object that delivers to the service, joined with what it needs. */
export interface DeliveryView {
  /** `VaultDynamicSecret/grade-api-db`. */
  readonly name: string;
  readonly resource: DeliveryResource;
  /** What it needs and what that needs, as far as it exists in the namespace. */
  readonly supports: readonly DeliveryResource[];
  /** What is referred to in the namespace and is not there, and by what. */
  readonly missing: readonly (DeliveryReference & { readonly by: string })[];
  /** Names of the workloads that use what it delivers. */
  readonly usedBy: readonly string[];
  readonly intent: DeliveryIntent;
}

/** `VaultDynamicSecret/grade-api-db`. */
export function deliveryName({
  kind,
  name,
}: Pick<DeliveryResource, 'kind' | 'name'>): string {
  return `${kind}/${name}`;
}

/** The different paths of several intents. */
export function pathsOf(intents: readonly DeliveryIntent[]): string[] {
  return [...new Set(intents.flatMap(({ paths }) => paths))];
}
