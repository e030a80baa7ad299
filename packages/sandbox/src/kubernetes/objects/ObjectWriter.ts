import { isDeepStrictEqual } from 'node:util';
import {
  cloneJson,
  compact,
  objectOf,
  textOf,
  type JsonObject,
} from '../api/json';
import {
  keyOf,
  type KubeObject,
  type ManagedFieldsEntry,
  type ObjectMeta,
} from '../api/KubeObject';
import {
  alreadyExists,
  ApiError,
  badRequest,
  invalid,
  notFound,
  staleVersion,
} from '../api/status';
import { completeCustom } from '../crd/completeCustom';
import { recordUpdate, writableMembers } from '../fields/managedFields';
import { metadataCauses } from '../resources/names';
import {
  collectionOf,
  groupVersionOf,
  type ResourceType,
} from '../resources/ResourceType';
import type { ObjectStore } from '../store/ObjectStore';
import { dropUnknownMembers, requireObject } from './decode';
import {
  hasFinalizers,
  newMetadata,
  updatedMetadata,
  withMetadata,
} from './metadata';
import { hasStatus, isNewGeneration, writablePart } from './objectParts';
import type { NamespaceGate } from './NamespaceGate';
import { timestamp, type WriteContext } from './WriteContext';

/** Creates and updates objects: defaults, ownership of fields, validation, generation. */
export class ObjectWriter {
  constructor(
    private readonly store: ObjectStore,
    private readonly gate: NamespaceGate,
  ) {}

  /** The stored object. Throws 404. */
  require(
    context: Pick<WriteContext, 'type' | 'namespace' | 'name'>,
  ): KubeObject {
    const { type, name, namespace } = context;
    const found = this.store.get(
      collectionOf(type),
      keyOf({ name, namespace }),
    );
    if (!found) throw notFound(type, name);
    return found;
  }

  /** Creates an object from a parsed body. `managedFields` is given when server-side apply computed it. */
  create(
    context: WriteContext,
    body: unknown,
    managedFields?: ManagedFieldsEntry[],
  ): KubeObject {
    const { type } = context;
    const input = requireObject(body, type);
    const metadata = objectOf(input.metadata);
    this.#requireNamespace(context, metadata);
    const object = this.#complete(context, cloneJson(input));
    if (hasStatus(type)) delete object.status;
    const base = { ...cloneJson(type.zero), ...object };
    const identity = newMetadata(objectOf(object.metadata), {
      namespace: context.namespace,
      generation: type.generation !== 'never',
    });
    this.gate.requireOpen(type, identity);
    const entries =
      managedFields ??
      this.#ownership(context, {
        old: type.zero,
        object: base,
        entries: undefined,
      });
    base.metadata = identity;
    type.rules.prepare?.(base);
    this.#validate(type, base);
    const collection = collectionOf(type);
    if (this.store.get(collection, keyOf(identity)))
      throw alreadyExists(type, identity.name);
    return this.#save(context, base, {
      ...identity,
      ...compact({ managedFields: entries }),
    });
  }

  /** Replaces an object, or the part its endpoint may write. */
  update(
    context: WriteContext,
    body: unknown,
    managedFields?: ManagedFieldsEntry[],
  ): KubeObject {
    const { type } = context;
    const old = this.require(context);
    const input = requireObject(body, type);
    this.#requireSame(context, old, objectOf(input.metadata));
    const object = writablePart(
      context,
      old,
      this.#complete(context, cloneJson(input)),
    );
    const metadata = updatedMetadata(old.metadata, objectOf(object.metadata));
    const entries =
      managedFields ??
      this.#ownership(context, {
        old,
        object,
        entries: old.metadata.managedFields,
      });
    metadata.managedFields = entries;
    if (isNewGeneration(type, old, object))
      metadata.generation = (metadata.generation ?? 0) + 1;
    if (context.subresource !== 'status')
      this.#validate(type, { ...object, metadata }, old);
    return this.#saveChange(context, old, { object, metadata });
  }

  #requireNamespace(context: WriteContext, metadata: JsonObject): void {
    const { type, namespace } = context;
    const given = textOf(metadata.namespace);
    if (!type.namespaced && given !== '')
      throw badRequest('namespace is not allowed on this type');
    if (given !== '' && given !== namespace)
      throw badRequest(
        'the namespace of the provided object does not match the namespace sent on the request',
      );
    if (type.namespaced) this.gate.requireExisting(namespace);
  }

  #complete(context: WriteContext, object: JsonObject): JsonObject {
    const { type } = context;
    if (type.schema) return completeCustom(object, type, context);
    dropUnknownMembers(object, type, context);
    for (const member of ['spec', 'rules', 'data'])
      if (object[member] === null) delete object[member];
    const whole = { ...cloneJson(type.zero), ...object };
    type.rules.default?.(whole);
    return whole;
  }

  #ownership(
    context: WriteContext,
    change: {
      old: JsonObject;
      object: JsonObject;
      entries: readonly ManagedFieldsEntry[] | undefined;
    },
  ): ManagedFieldsEntry[] | undefined {
    const { type, subresource } = context;
    return recordUpdate({
      ...change,
      writer: {
        manager: context.manager,
        operation: 'Update',
        apiVersion: groupVersionOf(type),
        subresource,
        time: subresource === 'scale' ? undefined : timestamp(),
      },
      custom: type.schema !== undefined,
      writable: writableMembers(hasStatus(type), subresource),
    });
  }

  #requireSame(
    context: WriteContext,
    old: KubeObject,
    metadata: JsonObject,
  ): void {
    const { type, name } = context;
    const given = textOf(metadata.name);
    if (given !== '' && given !== name)
      throw badRequest(
        `the name of the object (${given}) does not match the name on the URL (${name})`,
      );
    const version = textOf(metadata.resourceVersion);
    if (version !== '' && version !== old.metadata.resourceVersion)
      throw staleVersion(type, name);
    const uid = textOf(metadata.uid);
    if (uid !== '' && uid !== old.metadata.uid)
      throw new ApiError(
        409,
        `Operation cannot be fulfilled on ${type.plural} "${name}": StorageError: invalid object, Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`,
        { reason: 'Conflict' },
      );
  }

  #validate(type: ResourceType, object: JsonObject, old?: KubeObject): void {
    const metadata = objectOf(object.metadata);
    const causes = [
      ...metadataCauses(metadata, type),
      ...(old ? type.rules.validateUpdate?.(object, old) ?? [] : []),
      ...(type.rules.validate?.(object) ?? []),
    ];
    if (causes.length > 0) throw invalid(type, textOf(metadata.name), causes);
  }

  #save(
    context: WriteContext,
    object: JsonObject,
    metadata: ObjectMeta,
  ): KubeObject {
    const { type, dryRun } = context;
    const apiVersion = groupVersionOf(type);
    const whole = withMetadata(
      object,
      { kind: type.kind, apiVersion },
      metadata,
    );
    if (!dryRun) return this.store.put(collectionOf(type), whole);
    return whole;
  }

  #saveChange(
    context: WriteContext,
    old: KubeObject,
    change: { object: JsonObject; metadata: ObjectMeta },
  ): KubeObject {
    const { type, dryRun } = context;
    const apiVersion = old.apiVersion;
    const { kind } = type;
    const metadata = compact({ ...change.metadata });
    const next = { ...change.object, kind, apiVersion, metadata };
    if (isDeepStrictEqual(next, { ...old })) return old;
    const isLeaving = old.metadata.deletionTimestamp !== undefined;
    if (isLeaving && !hasFinalizers(change.metadata) && kind !== 'Namespace') {
      const last = withMetadata(next, old, change.metadata);
      if (!dryRun) this.store.remove(collectionOf(type), keyOf(old.metadata));
      return last;
    }
    return this.#save(context, next, change.metadata);
  }
}
