import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ServiceBinding,
  WorkloadKind,
} from 'backstage-plugin-service-secrets-common';
import type {
  IssuerName,
  KubernetesCluster,
  KubernetesService,
} from 'backstage-plugin-service-secrets-node';

import { Moment } from '../records';
import { ClusterWideDeliveries } from './ClusterWideDeliveries';
import { KnownWorkloads } from './KnownWorkloads';
import { RememberedReads } from './RememberedReads';
import { replaceReads } from './replaceReads';
import { SharedAnswers } from './SharedAnswers';

/** How long what is read of a cluster holds. */
export interface ShareClusterReadsOptions {
  /** What many services ask in the same words. */
  readonly maxAgeMs: number;
  /** Which kinds the workloads of a name are, as long as they are there. */
  readonly kindsMs: number;
  readonly clock: () => Date;
  readonly logger: Pick<LoggerService, 'info'>;
}

/** A Kubernetes service that asks as seldom as the truth allows. */
export interface SharedClusters extends KubernetesService {
  /** The namespaces of the services that are read from now on. */
  expect(namespaces: ReadonlySet<string>): void;
  /** A run begins: it shares no answers with the one before, and remembers nothing of before `since`. */
  begin(since?: Moment): void;
  /** Which kinds the workloads of a service are is asked again. */
  forget(binding: ServiceBinding): void;
}

/** Answers kept of single namespaces and issuers: of those read last. */
const MOST_ANSWERS = 500;

function issuerKey({ kind, namespace = '', name, group = '' }: IssuerName) {
  return `issuer ${kind} ${group} ${namespace} ${name}`;
}

function shareCluster(
  cluster: KubernetesCluster,
  { maxAgeMs, kindsMs, clock, logger }: ShareClusterReadsOptions,
) {
  const { api } = cluster;
  const answers = new SharedAnswers({
    maxAgeMs,
    clock,
    maxEntries: MOST_ANSWERS,
  });
  const kinds = new RememberedReads<readonly WorkloadKind[]>({
    maxAgeMs: kindsMs,
    clock,
  });
  const workloads = new KnownWorkloads(api, kinds, clock);
  const whole = new SharedAnswers({ maxAgeMs, clock });
  const deliveries = new ClusterWideDeliveries({
    cluster,
    whole,
    single: answers,
    clock,
    logger,
  });
  const shared = replaceReads(api, {
    workloads: (namespace, names) => workloads.read(namespace, names),
    deliveryResources: (namespace, operator) =>
      deliveries.read(namespace, operator),
    certificates: namespace =>
      answers.ask(`certificates ${namespace}`, () =>
        api.certificates(namespace),
      ),
    issuer: issuer => answers.ask(issuerKey(issuer), () => api.issuer(issuer)),
    warnings: namespace =>
      answers.ask(`warnings ${namespace}`, () => api.warnings(namespace)),
  });
  return {
    cluster: { ...cluster, api: shared },
    expect: (namespaces: ReadonlySet<string>) => deliveries.expect(namespaces),
    forget: (binding: ServiceBinding) => workloads.forget(binding),
    begin: (since?: Moment) => {
      answers.clear();
      whole.clear();
      if (since !== undefined) kinds.forgetBefore(since);
    },
  };
}

/**
 * A Kubernetes service for a collection: what services share is asked once,
 * what operators should deliver is listed of the whole cluster where that is
 * allowed, and a workload is asked for as the kind it was.
 */
export function shareClusterReads(
  kubernetes: KubernetesService,
  options: ShareClusterReadsOptions,
): SharedClusters {
  const known = new Map<string, ReturnType<typeof shareCluster>>();
  let expected: ReadonlySet<string> = new Set();
  const all = () => [...known.values()];
  return {
    names: () => kubernetes.names(),
    cluster: name => {
      const cluster = kubernetes.cluster(name);
      if (!cluster) return undefined;
      const sharing = known.get(name) ?? shareCluster(cluster, options);
      if (!known.has(name)) sharing.expect(expected);
      known.set(name, sharing);
      return sharing.cluster;
    },
    expect: namespaces => {
      expected = namespaces;
      all().forEach(each => each.expect(namespaces));
    },
    begin: since => all().forEach(each => each.begin(since)),
    forget: binding => all().forEach(each => each.forget(binding)),
  };
}
