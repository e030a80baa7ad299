import { keyOf, type KubeObject } from '../api/KubeObject';
import { expired, versionTooLarge } from '../api/status';

/** One change of one object, in the order of its revision. */
export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly revision: number;
  readonly object: KubeObject;
  readonly previous?: KubeObject;
}

type Listener = (event: StoreEvent) => void;

class Collection {
  readonly objects = new Map<string, KubeObject>();
  readonly listeners = new Set<Listener>();
  history: StoreEvent[] = [];
  /** Changes up to this revision are forgotten. */
  floor = 0;
  #sorted: readonly KubeObject[] | undefined;

  /** All objects by key; computed once per change, so that repeated lists cost a slice. */
  sorted(): readonly KubeObject[] {
    this.#sorted ??= [...this.objects.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
    return this.#sorted;
  }

  record(event: StoreEvent, limit: number): void {
    this.#sorted = undefined;
    this.history.push(event);
    if (this.history.length > 2 * limit) {
      const dropped = this.history.splice(0, this.history.length - limit);
      this.floor = dropped[dropped.length - 1].revision;
    }
    for (const listener of [...this.listeners]) listener(event);
  }
}

/** Everything the server remembers, in memory, with one revision counter like etcd's. */
export class ObjectStore {
  #revision = 1;
  readonly #collections = new Map<string, Collection>();

  /** @param historyLimit - how many changes of a resource a watch may still ask for */
  constructor(private readonly historyLimit = 5000) {}

  /** The revision of the last change. */
  get revision(): number {
    return this.#revision;
  }

  /** The object under a key, or undefined. */
  get(collection: string, key: string): KubeObject | undefined {
    return this.#of(collection).objects.get(key);
  }

  /** Objects by key, in one namespace or in all; as they were at a revision when one is given. */
  list(collection: string, namespace = '', revision?: number): KubeObject[] {
    const all =
      revision === undefined || revision === this.#revision
        ? this.#of(collection).sorted()
        : this.#sortedAt(collection, revision);
    if (!namespace) return [...all];
    return all.filter(object => object.metadata.namespace === namespace);
  }

  /** Stores an object under its key with the next revision and returns what was stored. */
  put(collection: string, object: KubeObject): KubeObject {
    const here = this.#of(collection);
    const key = keyOf(object.metadata);
    const previous = here.objects.get(key);
    const stored = this.#stamp(object);
    here.objects.set(key, stored);
    const type = previous ? 'MODIFIED' : 'ADDED';
    const revision = this.#revision;
    here.record(
      { type, revision, object: stored, previous },
      this.historyLimit,
    );
    return stored;
  }

  /** Removes an object; a watcher sees its last state with the revision of the removal. */
  remove(collection: string, key: string): KubeObject | undefined {
    const here = this.#of(collection);
    const previous = here.objects.get(key);
    if (!previous) return undefined;
    here.objects.delete(key);
    const last = this.#stamp(previous);
    const revision = this.#revision;
    here.record(
      { type: 'DELETED', revision, object: last, previous },
      this.historyLimit,
    );
    return last;
  }

  /** The changes after a revision. Throws 410 when they are forgotten. */
  changesSince(collection: string, revision: number): StoreEvent[] {
    const { history, floor } = this.#of(collection);
    if (revision > this.#revision)
      throw versionTooLarge(revision, this.#revision);
    if (revision < floor)
      throw expired(`too old resource version: ${revision} (${floor})`);
    return history.filter(event => event.revision > revision);
  }

  /** Calls back for each later change until the returned function is called. */
  subscribe(collection: string, listener: Listener): () => void {
    const { listeners } = this.#of(collection);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Forgets all history, as a compaction does: older versions answer 410 from now on. */
  compact(): void {
    this.#revision += 1;
    for (const collection of this.#collections.values()) {
      collection.history = [];
      collection.floor = this.#revision;
    }
  }

  #of(collection: string): Collection {
    let found = this.#collections.get(collection);
    if (!found) {
      found = new Collection();
      this.#collections.set(collection, found);
    }
    return found;
  }

  #stamp(object: KubeObject): KubeObject {
    this.#revision += 1;
    const resourceVersion = String(this.#revision);
    return { ...object, metadata: { ...object.metadata, resourceVersion } };
  }

  #sortedAt(collection: string, revision: number): KubeObject[] {
    const objects = new Map(this.#of(collection).objects);
    const later = this.changesSince(collection, revision);
    for (const { object, previous } of later.reverse()) {
      if (previous) objects.set(keyOf(previous.metadata), previous);
      else objects.delete(keyOf(object.metadata));
    }
    return [...objects.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
  }
}
