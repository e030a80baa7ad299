import type { z } from 'zod';

import { secretProviderClassItem } from './csiSchema';
import { deliveryPaths, deliveryResources } from './deliveryPaths';
import type {
  DeliveryKind,
  DeliveryResource,
  SecretOperator,
} from './DeliveryResource';
import { KubernetesError } from './errors';
import {
  clusterSecretStoreItem,
  externalSecretItem,
  secretStoreItem,
  vaultGeneratorItem,
} from './esoSchema';
import type { KubernetesReader } from './KubernetesReader';
import { base } from './paths';
import { servedAnswer } from './schema';
import {
  vaultAuthItem,
  vaultConnectionItem,
  vaultDynamicSecretItem,
  vaultPkiSecretItem,
  vaultStaticSecretItem,
} from './vsoSchema';

const items: Readonly<Record<DeliveryKind, z.ZodType<DeliveryResource>>> = {
  VaultDynamicSecret: vaultDynamicSecretItem,
  VaultStaticSecret: vaultStaticSecretItem,
  VaultPKISecret: vaultPkiSecretItem,
  VaultAuth: vaultAuthItem,
  VaultConnection: vaultConnectionItem,
  ExternalSecret: externalSecretItem,
  SecretStore: secretStoreItem,
  ClusterSecretStore: clusterSecretStoreItem,
  'VaultDynamicSecret generator': vaultGeneratorItem,
  SecretProviderClass: secretProviderClassItem,
};

/** What says what to read; the other kinds matter only when one of these is there. */
const entries: Readonly<Record<SecretOperator, readonly DeliveryKind[]>> = {
  vso: ['VaultDynamicSecret', 'VaultStaticSecret', 'VaultPKISecret'],
  eso: ['ExternalSecret'],
  csi: ['SecretProviderClass'],
};

/** What those refer to. A store of the whole cluster is asked for by its name. */
const supports: Readonly<Record<SecretOperator, readonly DeliveryKind[]>> = {
  vso: ['VaultAuth', 'VaultConnection'],
  eso: ['SecretStore', 'VaultDynamicSecret generator'],
  csi: [],
};

/** Operators are installed and removed about as often as clusters are upgraded. */
const REMEMBERED_MS = 10 * 60_000;

interface Served {
  readonly kinds: Promise<ReadonlySet<string> | 'unknown'>;
  readonly until: number;
}

/** Reads what secret operators should deliver; kinds a cluster does not have are not asked for. */
export class DeliveryReader {
  private readonly served = new Map<string, Served>();

  constructor(
    private readonly reader: KubernetesReader,
    private readonly clock: () => number = Date.now,
  ) {}

  async read(
    namespace: string,
    operator: SecretOperator,
  ): Promise<readonly DeliveryResource[] | undefined> {
    const wanted = await this.installed(entries[operator]);
    if (wanted.length === 0) return undefined;
    const at = { namespace, operator };
    const found = await this.list(wanted, at);
    const needed = new Set(
      found.flatMap(({ needs }) => needs.map(({ kind }) => kind)),
    );
    // A VaultConnection is referred to by a VaultAuth, which is not read yet.
    if (needed.has('VaultAuth')) needed.add('VaultConnection');
    const others = supports[operator].filter(kind => needed.has(kind));
    return [
      ...found,
      ...(await this.list(await this.installed(others), at)),
      ...(await this.clusterStores(found)),
    ];
  }

  private async list(
    kinds: readonly DeliveryKind[],
    at: { readonly namespace: string; readonly operator: SecretOperator },
  ): Promise<DeliveryResource[]> {
    const lists = await Promise.all(
      kinds.map(kind =>
        this.reader.list(() => deliveryPaths.list(kind, at), items[kind]),
      ),
    );
    return lists.flatMap(list => list ?? []);
  }

  private async clusterStores(
    found: readonly DeliveryResource[],
  ): Promise<DeliveryResource[]> {
    const names = found.flatMap(({ needs }) =>
      needs
        .filter(({ kind }) => kind === 'ClusterSecretStore')
        .map(({ name }) => name),
    );
    const stores = await Promise.all(
      [...new Set(names)].map(name =>
        this.reader.find(
          () => deliveryPaths.clusterStore(name),
          items.ClusterSecretStore,
        ),
      ),
    );
    return stores.filter(store => store !== undefined);
  }

  private async installed(
    kinds: readonly DeliveryKind[],
  ): Promise<DeliveryKind[]> {
    const checked = await Promise.all(
      kinds.map(async kind => ({ kind, there: await this.isServed(kind) })),
    );
    return checked.filter(({ there }) => there).map(({ kind }) => kind);
  }

  /** Asked before the list, because an API server refuses a login without the right before it looks whether there is such a kind. */
  private async isServed(kind: DeliveryKind): Promise<boolean> {
    const resource = deliveryResources[kind];
    const key = base(resource);
    const now = this.clock();
    let known = this.served.get(key);
    if (!known || known.until <= now) {
      known = { kinds: this.askServed(kind), until: now + REMEMBERED_MS };
      this.served.set(key, known);
    }
    try {
      const kinds = await known.kinds;
      return kinds === 'unknown' || kinds.has(resource.plural);
    } catch (error) {
      // A failure is no answer to remember.
      this.served.delete(key);
      throw error;
    }
  }

  private async askServed(
    kind: DeliveryKind,
  ): Promise<ReadonlySet<string> | 'unknown'> {
    try {
      const found = await this.reader.find(
        () => deliveryPaths.served(deliveryResources[kind]),
        servedAnswer,
      );
      return new Set(found ?? []);
    } catch (error) {
      // A cluster may keep discovery from logins; then the list itself tells.
      const denied =
        error instanceof KubernetesError && error.code === 'denied';
      if (!denied) throw error;
      return 'unknown';
    }
  }
}
