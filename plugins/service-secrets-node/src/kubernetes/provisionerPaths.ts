import type { Manifest } from '../provision/DesiredState';
import type { ManifestRef } from '../provision/KubernetesProvisionerApi';
import { IllegalNameError } from '../upstream/IllegalNameError';
import type { NamespacedName } from './KubernetesApi';
import { manifestKind } from './manifestKinds';
import {
  base,
  checked,
  kubernetesPaths,
  KubernetesRequest,
  rule,
} from './paths';

/** A request that changes something. */
export interface KubernetesWrite extends KubernetesRequest {
  readonly method: 'PATCH' | 'POST' | 'DELETE';
  readonly contentType: string;
  readonly body: unknown;
}

/** The name under which the API server keeps which fields are ours. */
export const FIELD_MANAGER = 'service-secrets';
/** The shortest life the API server gives a token. */
const TOKEN_SECONDS = 600;

/** A token asks for an audience; it travels in a body. */
const audiencePattern = /^[A-Za-z0-9][A-Za-z0-9:/._-]{0,252}$/;

function refOf({ apiVersion, kind, metadata }: Manifest): ManifestRef {
  const { namespace, name } = metadata;
  return { apiVersion, kind, namespace, name };
}

function placeOf(
  verb: string,
  { apiVersion, kind, namespace, name }: ManifestRef,
) {
  const resource = manifestKind(apiVersion, kind);
  if (!resource) {
    throw new IllegalNameError(`${verb} an object of a kind we never apply`);
  }
  const operation = `${verb} ${resource.label}`;
  if (resource.namespaced !== (namespace !== undefined)) {
    throw new IllegalNameError(operation);
  }
  const parts = [
    base(resource),
    ...(namespace === undefined
      ? []
      : ['namespaces', checked(operation, 'label', namespace)]),
    resource.plural,
    checked(operation, resource.nameKind, name),
  ];
  const label = namespace === undefined ? name : `${namespace}/${name}`;
  return {
    resource,
    path: parts.join('/'),
    operation: `${operation} ${label}`,
  };
}

/** Every path the provisioner asks an API server for. */
export const kubernetesProvisionerPaths = {
  /** An object's metadata alone. */
  read: (ref: ManifestRef): KubernetesRequest => {
    const { resource, path, operation } = placeOf('read', ref);
    return {
      path,
      query: {},
      operation,
      metadataOnly: true,
      rule: rule(resource, 'get'),
    };
  },
  /**
   * `uid` is of the object found there. With it the server refuses when that
   * object has been replaced meanwhile, so only fields of an object that was
   * seen to be ours are taken from other managers.
   */
  apply: (manifest: Manifest, uid: string | undefined): KubernetesWrite => {
    const { resource, path, operation } = placeOf('apply', refOf(manifest));
    const metadata = { ...manifest.metadata, ...(uid && { uid }) };
    return {
      method: 'PATCH',
      path,
      query: { fieldManager: FIELD_MANAGER, force: String(uid !== undefined) },
      contentType: 'application/apply-patch+yaml',
      body: { ...manifest, metadata },
      operation,
      metadataOnly: true,
      // Server-side apply needs both: it creates with the verb patch as well.
      rule: rule(resource, 'create', 'patch'),
    };
  },
  /** With the `uid` of the object that was seen, the server leaves another one alone that took its place. */
  remove: (ref: ManifestRef, uid?: string): KubernetesWrite => {
    const { resource, path, operation } = placeOf('remove', ref);
    if (!resource.removable) throw new IllegalNameError(operation);
    return {
      method: 'DELETE',
      path,
      query: {},
      contentType: 'application/json',
      body: {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background',
        ...(uid && { preconditions: { uid } }),
      },
      operation,
      rule: rule(resource, 'delete'),
    };
  },
  pods: (account: NamespacedName): KubernetesRequest => {
    const name = checked('list pods', 'objectName', account.name);
    const request = kubernetesPaths.pods(account.namespace);
    return {
      ...request,
      query: {
        ...request.query,
        fieldSelector: `spec.serviceAccountName=${name}`,
      },
    };
  },
  token: (account: NamespacedName, audience: string): KubernetesWrite => {
    const operation = 'get a token of service account';
    const namespace = checked(operation, 'label', account.namespace);
    const name = checked(operation, 'objectName', account.name);
    if (!audiencePattern.test(audience)) throw new IllegalNameError(operation);
    return {
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
      query: {},
      contentType: 'application/json',
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { audiences: [audience], expirationSeconds: TOKEN_SECONDS },
      },
      operation: `${operation} ${account.namespace}/${account.name}`,
      rule: rule({ group: '', plural: 'serviceaccounts/token' }, 'create'),
    };
  },
} as const;
