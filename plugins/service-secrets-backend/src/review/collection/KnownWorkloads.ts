import type {
  ServiceBinding,
  WorkloadKind,
  WorkloadName,
} from 'backstage-plugin-service-secrets-common';
import type {
  KubernetesApi,
  Workload,
} from 'backstage-plugin-service-secrets-node';

import { RememberedReads } from './RememberedReads';

/**
 * Reads workloads of which only the name is known: asks for the kinds it had,
 * and for every kind when one of them is no longer there, or now and then, so
 * that a second workload of the name is found.
 */
export class KnownWorkloads {
  constructor(
    private readonly api: Pick<KubernetesApi, 'workloads'>,
    private readonly kinds: RememberedReads<readonly WorkloadKind[]>,
    private readonly clock: () => Date,
  ) {}

  async read(
    namespace: string,
    names: readonly WorkloadName[],
  ): Promise<readonly Workload[]> {
    const found = await Promise.all(
      names.map(each =>
        each.kind
          ? this.api.workloads(namespace, [each])
          : this.ofAnyKind(namespace, each.name),
      ),
    );
    const byUid = new Map(found.flat().map(each => [each.uid, each]));
    return [...byUid.values()];
  }

  forget({ claims }: ServiceBinding): void {
    for (const { namespace, workloads } of claims) {
      for (const { name } of workloads) {
        this.kinds.forget(`${namespace}/${name}`);
      }
    }
  }

  private async ofAnyKind(
    namespace: string,
    name: string,
  ): Promise<readonly Workload[]> {
    const key = `${namespace}/${name}`;
    const known = this.kinds.find(key)?.value;
    if (known) {
      const found = await this.api.workloads(
        namespace,
        known.map(kind => ({ kind, name })),
      );
      if (found.length === known.length) return found;
    }
    const readAt = this.clock().getTime();
    const found = await this.api.workloads(namespace, [{ name }]);
    const value = found.map(({ kind }) => kind);
    // No kind is remembered of a workload that is not there: it may come as any.
    if (value.length > 0) this.kinds.keep(key, { value, readAt });
    return found;
  }
}
