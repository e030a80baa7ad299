import { deliveryPaths, deliveryResources } from './deliveryPaths';
import type { DeliveryKind } from './DeliveryResource';
import { KubernetesError } from './errors';
import type { KubernetesReader } from './KubernetesReader';
import { base } from './paths';
import { servedAnswer } from './schema';

/** Operators are installed and removed about as often as clusters are upgraded. */
const REMEMBERED_MS = 10 * 60_000;

interface Served {
  readonly kinds: Promise<ReadonlySet<string> | 'unknown'>;
  readonly until: number;
}

/** Which kinds of secret operators a cluster has: asked once in a while, and no other is asked for. */
export class ServedKinds {
  private readonly served = new Map<string, Served>();

  constructor(
    private readonly reader: KubernetesReader,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Those of the kinds that the cluster has. */
  async installed(kinds: readonly DeliveryKind[]): Promise<DeliveryKind[]> {
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
