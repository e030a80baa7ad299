import { compact, objectOf, textOf, type JsonObject } from '../api/json';
import { keyOf, type KubeObject } from '../api/KubeObject';
import { preconditionFailed } from '../api/status';
import { collectionOf, type ResourceType } from '../resources/ResourceType';
import type { ObjectStore } from '../store/ObjectStore';
import type { GarbageCollector } from './GarbageCollector';
import { hasFinalizers } from './metadata';
import { timestamp } from './WriteContext';

/** What `DeleteOptions` may say; taken from the body and the query. */
export interface DeleteOptions {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly propagation: string;
  readonly dryRun: boolean;
}

/** Reads delete options; the query speaks for callers that send no body. */
export function readDeleteOptions(
  body: JsonObject,
  query: URLSearchParams,
): DeleteOptions {
  const preconditions = objectOf(body.preconditions);
  return {
    uid: textOf(preconditions.uid),
    resourceVersion: textOf(preconditions.resourceVersion),
    propagation:
      textOf(body.propagationPolicy) ||
      (query.get('propagationPolicy') ??
        (body.orphanDependents === true ? 'Orphan' : '')),
    dryRun: query.get('dryRun') === 'All' || Array.isArray(body.dryRun),
  };
}

// Kinds whose delete answers the object instead of a Status.
const tellsObject = new Set(['Pod', 'Service', 'ServiceAccount']);

/** Removes objects, or marks them when finalizers hold them. */
export class ObjectRemover {
  constructor(
    private readonly store: ObjectStore,
    private readonly garbage: GarbageCollector,
  ) {}

  /** Deletes one object and returns what the server answers. */
  remove(
    type: ResourceType,
    old: KubeObject,
    options: DeleteOptions,
  ): JsonObject {
    this.#check(type, old, options);
    const isHeld = hasFinalizers(old.metadata) || type.kind === 'Namespace';
    if (isHeld) return this.#mark(type, old, options);
    const last = options.dryRun
      ? old
      : this.store.remove(collectionOf(type), keyOf(old.metadata)) ?? old;
    if (!options.dryRun) this.garbage.ownerGone(old, options.propagation);
    if (tellsObject.has(type.kind)) return { ...last };
    const { name, uid } = old.metadata;
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: compact({
        name,
        group: type.group || undefined,
        kind: type.plural,
        uid,
      }),
    };
  }

  #check(type: ResourceType, old: KubeObject, options: DeleteOptions): void {
    const { name, uid, resourceVersion } = old.metadata;
    if (options.uid && options.uid !== uid)
      throw preconditionFailed(
        type,
        name,
        `the UID in the precondition (${options.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
      );
    if (options.resourceVersion && options.resourceVersion !== resourceVersion)
      throw preconditionFailed(
        type,
        name,
        `the ResourceVersion in the precondition (${options.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
      );
  }

  #mark(
    type: ResourceType,
    old: KubeObject,
    options: DeleteOptions,
  ): JsonObject {
    if (old.metadata.deletionTimestamp) return { ...old };
    const { generation } = old.metadata;
    const isNamespace = type.kind === 'Namespace';
    const marked: KubeObject = {
      ...old,
      metadata: {
        ...old.metadata,
        ...(generation === undefined ? {} : { generation: generation + 1 }),
        deletionTimestamp: timestamp(),
        ...(isNamespace ? {} : { deletionGracePeriodSeconds: 0 }),
      },
      ...(isNamespace
        ? { status: { ...objectOf(old.status), phase: 'Terminating' } }
        : {}),
    };
    if (options.dryRun) return { ...marked };
    return { ...this.store.put(collectionOf(type), marked) };
  }
}
