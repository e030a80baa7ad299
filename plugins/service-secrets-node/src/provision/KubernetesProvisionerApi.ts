import { Manifest } from './DesiredState';

/** A Kubernetes object by name. */
export interface ManifestRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/**
 * What provisioning asks of a cluster; another identity than the reader's.
 * Throws `KubernetesError` only. Works on the kinds our manifests have and on
 * no others.
 */
export interface KubernetesProvisionerApi {
  /** The entity ref in the annotation `service-secrets.io/entity-ref` of an object; `exists` false without the object. */
  owner(ref: ManifestRef): Promise<{ exists: boolean; entityRef?: string }>;
  /** Creates or updates by server-side apply as field manager `service-secrets`; answers whether anything changed. */
  apply(manifest: Manifest): Promise<'created' | 'changed' | 'unchanged'>;
  /** Absence counts as removed. */
  remove(ref: ManifestRef): Promise<void>;
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
