import {
  clusterStoresOf,
  deliveryItems,
  entryKinds,
  neededKinds,
} from './deliveryKinds';
import { deliveryPaths } from './deliveryPaths';
import type {
  DeliveryKind,
  DeliveryResource,
  SecretOperator,
} from './DeliveryResource';
import type { KubernetesReader } from './KubernetesReader';
import type { ServedKinds } from './ServedKinds';

/** Reads what secret operators should deliver to one namespace; kinds a cluster does not have are not asked for. */
export class DeliveryReader {
  constructor(
    private readonly reader: KubernetesReader,
    private readonly served: ServedKinds,
  ) {}

  async read(
    namespace: string,
    operator: SecretOperator,
  ): Promise<readonly DeliveryResource[] | undefined> {
    const wanted = await this.served.installed(entryKinds[operator]);
    if (wanted.length === 0) return undefined;
    const at = { namespace, operator };
    const found = await this.list(wanted, at);
    const others = await this.served.installed(neededKinds(operator, found));
    return [
      ...found,
      ...(await this.list(others, at)),
      ...(await this.clusterStores(found)),
    ];
  }

  private async list(
    kinds: readonly DeliveryKind[],
    at: { readonly namespace: string; readonly operator: SecretOperator },
  ): Promise<DeliveryResource[]> {
    const lists = await Promise.all(
      kinds.map(kind =>
        this.reader.list(
          () => deliveryPaths.list(kind, at),
          deliveryItems[kind],
        ),
      ),
    );
    return lists.flatMap(list => list ?? []);
  }

  private async clusterStores(
    found: readonly DeliveryResource[],
  ): Promise<DeliveryResource[]> {
    const stores = await Promise.all(
      clusterStoresOf(found).map(name =>
        this.reader.find(
          () => deliveryPaths.clusterStore(name),
          deliveryItems.ClusterSecretStore,
        ),
      ),
    );
    return stores.filter(store => store !== undefined);
  }
}
