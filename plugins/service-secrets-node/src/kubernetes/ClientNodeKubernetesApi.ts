import {
  WorkloadKind,
  workloadKinds,
  WorkloadName,
} from 'backstage-plugin-service-secrets-common';

import type { ClusterConfig } from '../config';
import type { Transport } from '../upstream/Transport';
import { certificateItem, issuerAnswer } from './certManagerSchema';
import { ClusterDeliveryReader } from './ClusterDeliveryReader';
import { DeliveryReader } from './DeliveryReader';
import type {
  ClusterDeliveries,
  DeliveryResource,
  SecretOperator,
} from './DeliveryResource';
import { KubernetesError } from './errors';
import type {
  CertificateResource,
  Issuer,
  IssuerName,
  KubernetesApi,
  NamespacedName,
  Pod,
  WarningEvent,
  Workload,
} from './KubernetesApi';
import { KubernetesReader, SignedRequest } from './KubernetesReader';
import { KubernetesRequest, kubernetesPaths } from './paths';
import { podItem, toPod } from './podSchema';
import * as answers from './schema';
import { ServedKinds } from './ServedKinds';
import { workloadAnswers } from './workloadSchema';

type Method = 'GET' | 'PATCH' | 'POST' | 'DELETE';

/** What is signed: a read unless it says otherwise. */
export type SignableRequest = Pick<KubernetesRequest, 'path' | 'query'> & {
  readonly method?: Method;
};
/** Adds the cluster's address and the login to a request. */
export type Sign = (request: SignableRequest) => Promise<SignedRequest>;
/** A cluster and one identity there. */
export type ClusterIdentity = Pick<
  ClusterConfig,
  'name' | 'url' | 'serviceAccountToken' | 'serviceAccountTokenFile'
>;

/**
 * client-node makes the request and logs in (a token file is read again every
 * minute). Importing it costs half a second and 70 MB, so that happens at the
 * first request. Its typed answers are not used: turning whole objects into
 * classes costs more than the request, and we keep ten fields of each. Nor are
 * its connections: it opens a new one for each request.
 */
async function loadClient(config: ClusterIdentity): Promise<Sign> {
  const client = await import('@kubernetes/client-node');
  const { name, url, serviceAccountToken, serviceAccountTokenFile } = config;
  const kubeConfig = new client.KubeConfig();
  const login = serviceAccountTokenFile
    ? {
        authProvider: {
          name: 'tokenFile',
          config: { tokenFile: serviceAccountTokenFile },
        },
      }
    : { token: serviceAccountToken };
  kubeConfig.loadFromClusterAndUser(
    // It refuses plain http otherwise; certificates are checked by our transport, always.
    { name, server: url, skipTLSVerify: url.startsWith('http:') },
    { name, ...login },
  );
  const server = new client.ServerConfiguration(url, {});
  return async ({ path, query, method = 'GET' }) => {
    const context = server.makeRequestContext(path, client.HttpMethod[method]);
    for (const [key, value] of Object.entries(query)) {
      context.setQueryParam(key, value);
    }
    await kubeConfig.applySecurityAuthentication(context);
    // A token file may end with a line feed, which no header may hold.
    const headers = Object.entries(context.getHeaders()).map(([key, value]) => [
      key,
      value.trim(),
    ]);
    return {
      method: context.getHttpMethod(),
      url: context.getUrl(),
      headers: Object.fromEntries(headers),
    };
  };
}

/** Signs as one identity; client-node is loaded by the first request. */
export function createSigner(identity: ClusterIdentity): Sign {
  let client: Promise<Sign> | undefined;
  return async request => {
    client ??= loadClient(identity);
    const sign = await client;
    return sign(request);
  };
}

/** The Kubernetes port over client-node: the only place that knows it. */
export class ClientNodeKubernetesApi implements KubernetesApi {
  private readonly reader: KubernetesReader;
  private readonly deliveries: DeliveryReader;
  private readonly clusterDeliveries: ClusterDeliveryReader;

  constructor(config: ClusterConfig, transport: Transport) {
    this.reader = new KubernetesReader({
      target: config.name,
      transport,
      sign: createSigner(config),
    });
    const served = new ServedKinds(this.reader);
    this.deliveries = new DeliveryReader(this.reader, served);
    this.clusterDeliveries = new ClusterDeliveryReader(this.reader, served);
  }

  async version(): Promise<string> {
    const found = await this.reader.find(
      kubernetesPaths.version,
      answers.versionAnswer,
    );
    return found ?? 'unknown';
  }

  async namespaceEntityRef(namespace: string): Promise<string | undefined> {
    return this.reader.find(
      () => kubernetesPaths.namespace(namespace),
      answers.namespaceAnswer,
    );
  }

  async serviceAccountExists(account: NamespacedName): Promise<boolean> {
    const found = await this.reader.find(
      () => kubernetesPaths.serviceAccount(account),
      answers.existingAnswer,
    );
    return found ?? false;
  }

  async workloads(
    namespace: string,
    names: readonly WorkloadName[],
  ): Promise<readonly Workload[]> {
    const found = await Promise.all(
      names.map(({ kind, name }) =>
        this.workloadsOfKinds(kind ? [kind] : workloadKinds, {
          namespace,
          name,
        }),
      ),
    );
    const byUid = new Map(found.flat().map(each => [each.uid, each]));
    return [...byUid.values()];
  }

  async pods(
    namespace: string,
    workloads: readonly Workload[],
  ): Promise<readonly Pod[]> {
    const listed = await this.reader.list(
      () => kubernetesPaths.pods(namespace),
      podItem.transform(pod => toPod(pod, workloads)),
    );
    return (listed ?? []).filter(pod => pod !== undefined);
  }

  async warnings(namespace: string): Promise<readonly WarningEvent[]> {
    const listed = await this.reader.list(
      () => kubernetesPaths.warnings(namespace),
      answers.warningItem,
    );
    const time = ({ lastSeenAt }: WarningEvent) => lastSeenAt?.getTime() ?? 0;
    return (listed ?? []).sort((a, b) => time(b) - time(a));
  }

  async certificates(
    namespace: string,
  ): Promise<readonly CertificateResource[] | undefined> {
    return this.reader.list(
      () => kubernetesPaths.certificates(namespace),
      certificateItem,
    );
  }

  async issuer(issuer: IssuerName): Promise<Issuer | undefined> {
    // One of cert-manager's own may have the same name: it is not the one meant.
    if (issuer.group !== undefined) return { conditions: [] };
    return this.reader.find(() => kubernetesPaths.issuer(issuer), issuerAnswer);
  }

  async deliveryResources(
    namespace: string,
    operator: SecretOperator,
  ): Promise<readonly DeliveryResource[] | undefined> {
    return this.deliveries.read(namespace, operator);
  }

  async clusterDeliveryResources(
    namespaces: ReadonlySet<string>,
    operator: SecretOperator,
  ): Promise<ClusterDeliveries | undefined> {
    return this.clusterDeliveries.read(namespaces, operator);
  }

  /** Where the kind is not named, a kind we may not read matters only when no other has the name. */
  private async workloadsOfKinds(
    kinds: readonly WorkloadKind[],
    workload: NamespacedName,
  ): Promise<Workload[]> {
    const found: Workload[] = [];
    const refused: KubernetesError[] = [];
    const ask = async (kind: WorkloadKind) => {
      try {
        const each = await this.reader.find(
          () => kubernetesPaths.workload(kind, workload),
          workloadAnswers[kind],
        );
        if (each) found.push(each);
      } catch (error) {
        const denied =
          error instanceof KubernetesError && error.code === 'denied';
        if (!denied) throw error;
        refused.push(error);
      }
    };
    await Promise.all(kinds.map(ask));
    if (found.length === 0 && refused.length > 0) throw refused[0];
    return found;
  }
}
