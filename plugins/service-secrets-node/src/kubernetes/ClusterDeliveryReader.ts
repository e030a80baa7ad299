import { z } from 'zod';

import {
  clusterStoresOf,
  deliveryItems,
  entryKinds,
  neededKinds,
} from './deliveryKinds';
import { deliveryPaths } from './deliveryPaths';
import type {
  ClusterDeliveries,
  DeliveryKind,
  DeliveryResource,
  SecretOperator,
} from './DeliveryResource';
import type { KubernetesReader } from './KubernetesReader';
import type { ServedKinds } from './ServedKinds';

/** An object of a namespace we want; without a resource it cannot be read. */
interface Placed {
  readonly namespace: string;
  readonly resource?: DeliveryResource;
}

const placed = z.object({ metadata: z.object({ namespace: z.string() }) });

/** Of the namespaces that nobody wants nothing is kept. */
function placedItem(kind: DeliveryKind, wanted: ReadonlySet<string>) {
  return z.unknown().transform((value): Placed | undefined => {
    const namespace = placed.safeParse(value).data?.metadata.namespace;
    if (namespace === undefined || !wanted.has(namespace)) return undefined;
    return { namespace, resource: deliveryItems[kind].safeParse(value).data };
  });
}

type ByNamespace = Map<string, DeliveryResource[]>;

function add(
  all: ByNamespace,
  namespace: string,
  resources: readonly DeliveryResource[],
): void {
  all.set(namespace, [...(all.get(namespace) ?? []), ...resources]);
}

/**
 * Reads what a secret operator should deliver to many namespaces with one
 * list of the whole cluster for each kind, which needs the right to list them
 * everywhere.
 */
export class ClusterDeliveryReader {
  constructor(
    private readonly reader: KubernetesReader,
    private readonly served: ServedKinds,
  ) {}

  async read(
    namespaces: ReadonlySet<string>,
    operator: SecretOperator,
  ): Promise<ClusterDeliveries | undefined> {
    const wanted = await this.served.installed(entryKinds[operator]);
    if (wanted.length === 0) return undefined;
    const byNamespace: ByNamespace = new Map();
    const unclear = new Set<string>();
    const readKinds = async (kinds: readonly DeliveryKind[]) => {
      await Promise.all(
        kinds.map(async kind => {
          const items = await this.reader.list(
            () => deliveryPaths.listAll(kind, operator),
            placedItem(kind, namespaces),
          );
          this.sort(items ?? [], { byNamespace, unclear });
        }),
      );
    };
    await readKinds(wanted);
    const found = [...byNamespace.values()].flat();
    await readKinds(await this.served.installed(neededKinds(operator, found)));
    await this.addClusterStores(byNamespace, found);
    return { byNamespace, unclear };
  }

  /** As where one namespace is read: a kind of which nothing can be read is no answer. */
  private sort(
    items: readonly (Placed | undefined)[],
    {
      byNamespace,
      unclear,
    }: { byNamespace: ByNamespace; unclear: Set<string> },
  ): void {
    const read = new Map<string, DeliveryResource[]>();
    for (const item of items) {
      if (!item) continue;
      const { namespace, resource } = item;
      const known = read.get(namespace) ?? [];
      if (resource) known.push(resource);
      read.set(namespace, known);
    }
    for (const [namespace, resources] of read) {
      if (resources.length === 0) unclear.add(namespace);
      else add(byNamespace, namespace, resources);
    }
  }

  private async addClusterStores(
    byNamespace: ByNamespace,
    found: readonly DeliveryResource[],
  ): Promise<void> {
    const stores = new Map<string, DeliveryResource>();
    await Promise.all(
      clusterStoresOf(found).map(async name => {
        const store = await this.reader.find(
          () => deliveryPaths.clusterStore(name),
          deliveryItems.ClusterSecretStore,
        );
        if (store) stores.set(name, store);
      }),
    );
    for (const [namespace, resources] of [...byNamespace]) {
      const needed = clusterStoresOf(resources);
      const there = needed.flatMap(name => stores.get(name) ?? []);
      add(byNamespace, namespace, there);
    }
  }
}
