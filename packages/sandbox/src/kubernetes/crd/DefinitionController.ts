import { objectOf, textOf } from '../api/json';
import type { KubeObject } from '../api/KubeObject';
import { keyOf } from '../api/KubeObject';
import type { ObjectWriter } from '../objects/ObjectWriter';
import { timestamp } from '../objects/WriteContext';
import type { Registry } from '../resources/Registry';
import { collectionOf } from '../resources/ResourceType';
import { systemContext } from '../cluster/systemContext';
import type { ObjectStore, StoreEvent } from '../store/ObjectStore';
import { customTypesOf } from './customTypes';

const collection = 'apiextensions.k8s.io/customresourcedefinitions';

/** Serves the resources of stored definitions, and tells so in their status. */
export class DefinitionController {
  #unsubscribe: () => void = () => undefined;

  constructor(
    private readonly services: {
      store: ObjectStore;
      registry: Registry;
      writer: ObjectWriter;
    },
  ) {}

  /** Starts to react to changes. */
  start(): void {
    this.#unsubscribe = this.services.store.subscribe(collection, event =>
      this.#onChange(event),
    );
  }

  /** Stops reacting. */
  stop(): void {
    this.#unsubscribe();
  }

  #onChange({ type, object }: StoreEvent): void {
    if (type === 'DELETED') this.#forget(object);
    else {
      this.services.registry.install(customTypesOf(object));
      if (type === 'ADDED') this.#establish(object);
    }
  }

  #forget(definition: KubeObject): void {
    const { registry, store } = this.services;
    const [type] = customTypesOf(definition);
    if (!type) return;
    for (const object of store.list(collectionOf(type)))
      store.remove(collectionOf(type), keyOf(object.metadata));
    registry.uninstall(type.group, type.plural);
  }

  #establish(definition: KubeObject): void {
    const { registry, writer } = this.services;
    const type = registry.require(
      'apiextensions.k8s.io',
      'customresourcedefinitions',
    );
    const condition = (name: string, reason: string, message: string) => ({
      type: name,
      status: 'True',
      lastTransitionTime: timestamp(),
      reason,
      message,
    });
    const status = {
      ...objectOf(definition.status),
      conditions: [
        condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
        condition(
          'Established',
          'InitialNamesAccepted',
          'the initial names have been accepted',
        ),
      ],
      acceptedNames: objectOf(definition.spec).names,
    };
    writer.update(
      {
        ...systemContext(type, '', 'kube-apiserver'),
        name: textOf(definition.metadata.name),
        subresource: 'status',
      },
      { ...definition, status },
    );
  }
}
