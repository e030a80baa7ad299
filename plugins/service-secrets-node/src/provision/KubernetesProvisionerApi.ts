import { Manifest } from './DesiredState';

/** A Kubernetes object by name. */
export interface ManifestRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Whether an object is there, and whose it says it is. */
export interface FoundObject {
  readonly exists: boolean;
  /** Its annotation `service-secrets.io/entity-ref`. */
  readonly entityRef?: string;
  /** Its annotation `service-secrets.io/environment`; what was made by hand or by an earlier version has none. */
  readonly environment?: string;
  /** Of this object; another one of its name has another. */
  readonly uid?: string;
}

/**
 * What provisioning asks of a cluster; another identity than the reader's.
 * Throws `KubernetesError` only. Works on the kinds our manifests have and on
 * no others.
 */
export interface KubernetesProvisionerApi {
  /** Whose an object is; `exists` false without the object. */
  owner(ref: ManifestRef): Promise<FoundObject>;
  /** Creates or updates by server-side apply as field manager `service-secrets`; answers whether anything changed. */
  apply(manifest: Manifest): Promise<'created' | 'changed' | 'unchanged'>;
  /**
   * Absence counts as removed. With the `uid` that was seen an object which
   * took its place meanwhile stays, and this throws.
   */
  remove(ref: ManifestRef, uid?: string): Promise<void>;
  /** Names of the pods of a namespace that run as a service account. */
  podsOf(account: {
    namespace: string;
    name: string;
  }): Promise<readonly string[]>;
  /** A short-lived token of a service account (TokenRequest); for a live proof only. */
  tokenOf(
    account: { namespace: string; name: string },
    audience: string,
  ): Promise<string>;
}
