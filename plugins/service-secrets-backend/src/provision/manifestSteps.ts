import { ConflictError } from '@backstage/errors';
import { annotationDomain } from 'backstage-plugin-service-secrets-common';
import {
  FoundObject,
  isOwnedBy,
  KubernetesProvisionerApi,
  Manifest,
  ManifestRef,
  ServiceOwner,
} from 'backstage-plugin-service-secrets-node';

import { RunJournal } from './RunJournal';

const ENTITY_REF = `${annotationDomain}/entity-ref`;

/** A manifest, and whether an object of that name is there. */
export interface FoundManifest {
  readonly manifest: Manifest;
  readonly existed: boolean;
}

/** The name of an object. */
export function refOf({ apiVersion, kind, metadata }: Manifest): ManifestRef {
  const { name, namespace } = metadata;
  return { apiVersion, kind, name, ...(namespace && { namespace }) };
}

/** An object in words: `Deployment demo-orders/orders`. */
export function describeRef({ kind, namespace, name }: ManifestRef): string {
  return namespace ? `${kind} ${namespace}/${name}` : `${kind} ${name}`;
}

/** A namespace that says which service it was made for. */
export function namespaceFor(entityRef: string, name: string): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, annotations: { [ENTITY_REF]: entityRef } },
  };
}

/** Why an object of that name is not to be touched, to be read after its name. */
function whyForeign(
  { entityRef, environment }: ServiceOwner,
  found: FoundObject,
): string {
  return found.entityRef === entityRef
    ? `exists for this service in environment ${found.environment}, which shares this namespace: give ${environment} a Kubernetes namespace of its own`
    : `exists and its annotation ${ENTITY_REF} does not name this service`;
}

/** What looking for manifests needs. */
export interface ManifestSearch {
  readonly cluster: KubernetesProvisionerApi;
  readonly owner: ServiceOwner;
  readonly namespace: string;
  readonly createNamespaces: boolean;
}

async function findNamespace(
  search: ManifestSearch,
): Promise<FoundManifest | undefined> {
  const { cluster, owner, namespace, createNamespaces } = search;
  const { entityRef } = owner;
  const manifest = namespaceFor(entityRef, namespace);
  const found = await cluster.owner(refOf(manifest));
  if (!found.exists) {
    if (createNamespaces) return { manifest, existed: false };
    throw new ConflictError(
      `Nothing was written. Namespace ${namespace} does not exist, and the operator lets none be made (serviceSecrets.provision.createNamespaces)`,
    );
  }
  if (found.entityRef !== undefined && found.entityRef !== entityRef) {
    throw new ConflictError(
      `Nothing was written. Namespace ${namespace} belongs to another service`,
    );
  }
  return undefined;
}

/** Looks every object up before the first write; throws when one of them is somebody else's. */
export async function findManifests(
  manifests: readonly Manifest[],
  search: ManifestSearch,
): Promise<FoundManifest[]> {
  const namespace = await findNamespace(search);
  const found: FoundManifest[] = namespace ? [namespace] : [];
  const foreign = new Map<string, string[]>();
  for (const manifest of manifests) {
    const ref = refOf(manifest);
    const object = await search.cluster.owner(ref);
    if (object.exists && !isOwnedBy(search.owner, object)) {
      const why = whyForeign(search.owner, object);
      foreign.set(why, [...(foreign.get(why) ?? []), describeRef(ref)]);
    }
    found.push({ manifest, existed: object.exists });
  }
  if (foreign.size === 0) return found;
  const reasons = [...foreign].map(
    ([why, what]) => `${what.join(', ')} ${why}`,
  );
  throw new ConflictError(`Nothing was written. ${reasons.join('; ')}`);
}

/** Applies manifests one by one, each written down before; answers what changed. */
export async function applyManifests(
  found: readonly FoundManifest[],
  cluster: KubernetesProvisionerApi,
  journal: RunJournal,
): Promise<{ applied: string[]; writes: number }> {
  let writes = 0;
  const applied: string[] = [];
  for (const { manifest, existed } of found) {
    const ref = refOf(manifest);
    const what = describeRef(ref);
    const key = `manifest ${ref.apiVersion} ${what}`;
    await journal.plan({ key, target: { type: 'manifest', ref, existed } });
    const outcome = await cluster.apply(manifest);
    if (outcome === 'unchanged' && existed) {
      await journal.skipped(key);
    } else {
      await journal.done(key, what);
      writes += 1;
    }
    applied.push(what);
  }
  return { applied, writes };
}
