import { objectOf, textsOf } from '../api/json';
import type { KubeObject } from '../api/KubeObject';
import { hasFinalizers } from '../objects/metadata';
import type { ObjectRemover } from '../objects/ObjectRemover';
import type { ObjectWriter } from '../objects/ObjectWriter';
import type { Registry } from '../resources/Registry';
import { collectionOf } from '../resources/ResourceType';
import type { ObjectStore, StoreEvent } from '../store/ObjectStore';
import { systemContext } from './systemContext';

const deleteAll = {
  uid: '',
  resourceVersion: '',
  propagation: 'Background',
  dryRun: false,
};

/** Equips new namespaces, empties those that are deleted, and removes them once nothing holds them. */
export class NamespaceController {
  readonly #subscriptions: Array<() => void> = [];
  #scheduled: NodeJS.Immediate | undefined;

  constructor(
    private readonly services: {
      store: ObjectStore;
      registry: Registry;
      writer: ObjectWriter;
      remover: ObjectRemover;
      caPem: string;
    },
  ) {}

  /** Starts to react to changes. */
  start(): void {
    const { store } = this.services;
    this.#subscriptions.push(
      store.subscribe('/namespaces', event => this.#onNamespace(event)),
    );
  }

  /** Stops reacting. */
  stop(): void {
    this.#subscriptions.forEach(unsubscribe => unsubscribe());
    if (this.#scheduled) clearImmediate(this.#scheduled);
  }

  /** Looks again at the namespaces that wait to go; called when some object went. */
  recheck(): void {
    this.#scheduled ??= setImmediate(() => this.#finishAll());
  }

  #onNamespace({ type, object }: StoreEvent): void {
    if (type === 'ADDED') this.#equip(object.metadata.name);
    else if (type === 'MODIFIED' && object.metadata.deletionTimestamp)
      this.recheck();
  }

  #equip(namespace: string): void {
    const { writer, registry, caPem } = this.services;
    writer.create(
      systemContext(registry.require('', 'serviceaccounts'), namespace),
      { metadata: { name: 'default' } },
    );
    writer.create(
      systemContext(registry.require('', 'configmaps'), namespace),
      {
        metadata: {
          name: 'kube-root-ca.crt',
          annotations: {
            'kubernetes.io/description':
              'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
          },
        },
        data: { 'ca.crt': caPem },
      },
    );
  }

  #finishAll(): void {
    this.#scheduled = undefined;
    for (const namespace of this.services.store.list('/namespaces'))
      if (namespace.metadata.deletionTimestamp) this.#finish(namespace);
  }

  #finish(namespace: KubeObject): void {
    const { store } = this.services;
    const { name } = namespace.metadata;
    const isEmpty = this.#empty(name);
    const others = textsOf(objectOf(namespace.spec).finalizers).filter(
      finalizer => finalizer !== 'kubernetes',
    );
    const isFree = others.length === 0 && !hasFinalizers(namespace.metadata);
    if (isEmpty && isFree) store.remove('/namespaces', name);
  }

  #empty(name: string): boolean {
    const { store, registry, remover } = this.services;
    let isEmpty = true;
    for (const type of registry.types.filter(item => item.namespaced)) {
      for (const object of store.list(collectionOf(type), name))
        remover.remove(type, object, deleteAll);
      if (store.list(collectionOf(type), name).length > 0) {
        isEmpty = false;
        this.#recheckAfter(collectionOf(type));
      }
    }
    return isEmpty;
  }

  #recheckAfter(collection: string): void {
    const { store } = this.services;
    const unsubscribe = store.subscribe(collection, event => {
      if (event.type !== 'DELETED') return;
      unsubscribe();
      this.recheck();
    });
    this.#subscriptions.push(unsubscribe);
  }
}
