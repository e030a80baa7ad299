import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  ClusterDeliveries,
  DeliveryResource,
  KubernetesCluster,
  KubernetesError,
  SecretOperator,
} from 'backstage-plugin-service-secrets-node';

import { Moment } from '../records';
import { SharedAnswers } from './SharedAnswers';

/** What reading deliveries of a whole cluster needs. */
export interface ClusterWideOptions {
  readonly cluster: KubernetesCluster;
  /** Lists of the whole cluster: a handful. */
  readonly whole: SharedAnswers;
  /** Of single namespaces, bounded. */
  readonly single: SharedAnswers;
  readonly clock: () => Date;
  readonly logger: Pick<LoggerService, 'info'>;
}

/** A list of the whole cluster takes at most as many requests: fewer namespaces are cheaper one by one. */
const FEW_NAMESPACES = 20;
/** Who is denied a list of the whole cluster is not allowed it a minute later. */
const DENIED_MS = 10 * 60_000;

type Answer = ClusterDeliveries | 'not installed' | 'by namespace';

/**
 * Reads what secret operators should deliver with lists of the whole cluster
 * where that is allowed and cheaper, and namespace by namespace elsewhere.
 */
export class ClusterWideDeliveries {
  private namespaces: ReadonlySet<string> = new Set();
  private readonly deniedUntil = new Map<SecretOperator, Moment>();

  constructor(private readonly options: ClusterWideOptions) {}

  /** Of other namespaces nothing is kept. */
  expect(namespaces: ReadonlySet<string>): void {
    this.namespaces = namespaces;
  }

  async read(
    namespace: string,
    operator: SecretOperator,
  ): Promise<readonly DeliveryResource[] | undefined> {
    const { whole, single, cluster } = this.options;
    const isMany = this.namespaces.size > FEW_NAMESPACES;
    if (isMany && this.namespaces.has(namespace)) {
      const all = await whole.ask(operator, () => this.ask(operator));
      if (all === 'not installed') return undefined;
      const isWhole = all !== 'by namespace' && !all.unclear.has(namespace);
      if (isWhole) return all.byNamespace.get(namespace) ?? [];
    }
    return single.ask(`deliveries ${operator} ${namespace}`, () =>
      cluster.api.deliveryResources(namespace, operator),
    );
  }

  /** A failure is an answer too: each namespace then tells for itself whether it can be read. */
  private async ask(operator: SecretOperator): Promise<Answer> {
    const { cluster, clock } = this.options;
    const now = clock().getTime();
    if (now < (this.deniedUntil.get(operator) ?? 0)) return 'by namespace';
    try {
      const all = await cluster.api.clusterDeliveryResources(
        this.namespaces,
        operator,
      );
      return all ?? 'not installed';
    } catch (error) {
      const isDenied =
        error instanceof KubernetesError && error.code === 'denied';
      if (isDenied) this.noteDenied(operator, now);
      return 'by namespace';
    }
  }

  private noteDenied(operator: SecretOperator, now: Moment): void {
    const { cluster, logger } = this.options;
    if (!this.deniedUntil.has(operator)) {
      logger.info(
        `${cluster.name}: the objects of ${operator} may not be listed of the whole cluster; the fleet lists them namespace by namespace, which takes more requests`,
      );
    }
    this.deniedUntil.set(operator, now + DENIED_MS);
  }
}
