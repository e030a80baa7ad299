import type { KubeObject } from '../api/KubeObject';
import { keyOf } from '../api/KubeObject';
import { textOf } from '../api/json';
import type { Registry } from '../resources/Registry';
import { collectionOf } from '../resources/ResourceType';
import type { ObjectStore } from '../store/ObjectStore';
import { hasFinalizers } from './metadata';
import { timestamp } from './WriteContext';

/** Deletes what belonged to deleted objects, shortly after; with `Orphan` it only cuts the tie. */
export class GarbageCollector {
  readonly #gone = new Map<string, 'delete' | 'orphan'>();
  #scheduled: NodeJS.Immediate | undefined;

  constructor(
    private readonly store: ObjectStore,
    private readonly registry: Registry,
  ) {}

  /** Notes a deleted owner; its dependents follow in one pass for all owners of this moment. */
  ownerGone(owner: KubeObject, propagation: string): void {
    this.#gone.set(
      owner.metadata.uid,
      propagation === 'Orphan' ? 'orphan' : 'delete',
    );
    this.#scheduled ??= setImmediate(() => this.#collect());
  }

  /** Drops the pending pass. */
  stop(): void {
    if (this.#scheduled) clearImmediate(this.#scheduled);
  }

  #collect(): void {
    this.#scheduled = undefined;
    const gone = new Map(this.#gone);
    this.#gone.clear();
    const collections = new Set(this.registry.types.map(collectionOf));
    for (const collection of collections)
      for (const object of this.store.list(collection))
        this.#settle(collection, object, gone);
  }

  #settle(
    collection: string,
    object: KubeObject,
    gone: ReadonlyMap<string, 'delete' | 'orphan'>,
  ): void {
    const { ownerReferences = [] } = object.metadata;
    const left = ownerReferences.filter(({ uid }) => !gone.has(textOf(uid)));
    if (left.length === ownerReferences.length) return;
    const isOrphan = ownerReferences.some(
      ({ uid }) => gone.get(textOf(uid)) === 'orphan',
    );
    if (left.length > 0 || isOrphan) {
      const { ownerReferences: cut, ...metadata } = object.metadata;
      const kept = left.length > 0 ? { ownerReferences: left } : {};
      this.store.put(collection, {
        ...object,
        metadata: { ...metadata, ...kept },
      });
    } else this.#delete(collection, object);
  }

  #delete(collection: string, object: KubeObject): void {
    if (hasFinalizers(object.metadata)) {
      const deletionTimestamp = timestamp();
      const metadata = { ...object.metadata, deletionTimestamp };
      this.store.put(collection, { ...object, metadata });
      return;
    }
    this.store.remove(collection, keyOf(object.metadata));
    this.ownerGone(object, 'Background');
  }
}
