import type { WorkloadName } from 'backstage-plugin-service-secrets-common';

import { deliveryPaths } from '../kubernetes/deliveryPaths';
import { KubernetesError } from '../kubernetes/errors';
import type {
  CertificateResource,
  ClusterDeliveries,
  DeliveryResource,
  Issuer,
  IssuerName,
  KubernetesApi,
  NamespacedName,
  Pod,
  SecretOperator,
  WarningEvent,
  Workload,
} from '../kubernetes/KubernetesApi';
import { KubernetesRequest, kubernetesPaths } from '../kubernetes/paths';
import { IllegalNameError } from '../upstream/IllegalNameError';
import type { UpstreamProblem } from '../upstream/UpstreamError';
import { CallRecorder } from './CallRecorder';

/** A method of the Kubernetes port. */
export type KubernetesMethod = keyof KubernetesApi;

/** What the fake answers in one namespace. */
export interface NamespaceState {
  /** The entity ref the namespace names as its service. */
  entityRef?: string;
  serviceAccounts: string[];
  workloads: Workload[];
  pods: Pod[];
  warnings: WarningEvent[];
  certificates: CertificateResource[];
  /** By name. */
  issuers: Record<string, Issuer>;
  /** Objects of secret operators. */
  deliveries?: DeliveryResource[];
}

/** What the fake answers. */
export interface KubernetesState {
  version: string;
  certManagerInstalled: boolean;
  operatorsInstalled: readonly SecretOperator[];
  namespaces: Record<string, NamespaceState>;
  /** By name. */
  clusterIssuers: Record<string, Issuer>;
}

const retryable: ReadonlySet<UpstreamProblem['code']> = new Set([
  'timeout',
  'rate-limited',
  'unreachable',
]);

/** A cluster in memory behind the port; `state` may be changed at any time. */
export class InMemoryKubernetes implements KubernetesApi {
  readonly state: KubernetesState;
  readonly calls = new CallRecorder<
    KubernetesMethod,
    UpstreamProblem['code']
  >();

  constructor(
    state: Partial<KubernetesState> = {},
    private readonly name = 'cluster',
  ) {
    this.state = {
      version: 'v1.36.0',
      certManagerInstalled: true,
      operatorsInstalled: ['vso', 'eso', 'csi'],
      namespaces: {},
      clusterIssuers: {},
      ...state,
    };
  }

  /** Makes a method fail with that code until `calls.recover()`. */
  fail(method: KubernetesMethod, code: UpstreamProblem['code']): void {
    this.calls.fail(method, code);
  }

  async version(): Promise<string> {
    this.check('version', kubernetesPaths.version);
    return this.state.version;
  }

  async namespaceEntityRef(namespace: string): Promise<string | undefined> {
    this.check('namespaceEntityRef', () =>
      kubernetesPaths.namespace(namespace),
    );
    return this.state.namespaces[namespace]?.entityRef;
  }

  async serviceAccountExists(account: NamespacedName): Promise<boolean> {
    this.check('serviceAccountExists', () =>
      kubernetesPaths.serviceAccount(account),
    );
    const known = this.state.namespaces[account.namespace]?.serviceAccounts;
    return known?.includes(account.name) ?? false;
  }

  async workloads(
    namespace: string,
    names: readonly WorkloadName[],
  ): Promise<readonly Workload[]> {
    this.check('workloads', () => {
      for (const { kind, name } of names) {
        kubernetesPaths.workload(kind ?? 'deployment', { namespace, name });
      }
      return kubernetesPaths.namespace(namespace);
    });
    const found = this.state.namespaces[namespace]?.workloads ?? [];
    return found.filter(workload =>
      names.some(
        ({ kind, name }) =>
          workload.name === name &&
          (kind === undefined || kind === workload.kind),
      ),
    );
  }

  async pods(
    namespace: string,
    workloads: readonly Workload[],
  ): Promise<readonly Pod[]> {
    this.check('pods', () => kubernetesPaths.pods(namespace));
    const names = new Set(workloads.map(({ name }) => name));
    const found = this.state.namespaces[namespace]?.pods ?? [];
    return found.filter(({ workload }) => names.has(workload));
  }

  async warnings(namespace: string): Promise<readonly WarningEvent[]> {
    this.check('warnings', () => kubernetesPaths.warnings(namespace));
    return this.state.namespaces[namespace]?.warnings ?? [];
  }

  async certificates(
    namespace: string,
  ): Promise<readonly CertificateResource[] | undefined> {
    this.check('certificates', () => kubernetesPaths.certificates(namespace));
    if (!this.state.certManagerInstalled) return undefined;
    return this.state.namespaces[namespace]?.certificates ?? [];
  }

  async issuer(issuer: IssuerName): Promise<Issuer | undefined> {
    this.check('issuer', () => kubernetesPaths.issuer(issuer));
    if (issuer.group !== undefined) return { conditions: [] };
    return issuer.namespace === undefined
      ? this.state.clusterIssuers[issuer.name]
      : this.state.namespaces[issuer.namespace]?.issuers[issuer.name];
  }

  async deliveryResources(
    namespace: string,
    operator: SecretOperator,
  ): Promise<readonly DeliveryResource[] | undefined> {
    this.check('deliveryResources', () =>
      deliveryPaths.list('VaultAuth', { namespace, operator }),
    );
    if (!this.state.operatorsInstalled.includes(operator)) return undefined;
    const all = this.state.namespaces[namespace]?.deliveries ?? [];
    return all.filter(each => each.operator === operator);
  }

  async clusterDeliveryResources(
    namespaces: ReadonlySet<string>,
    operator: SecretOperator,
  ): Promise<ClusterDeliveries | undefined> {
    this.check('clusterDeliveryResources', () =>
      deliveryPaths.listAll('VaultAuth', operator),
    );
    if (!this.state.operatorsInstalled.includes(operator)) return undefined;
    const byNamespace = new Map<string, DeliveryResource[]>();
    for (const [name, { deliveries = [] }] of Object.entries(
      this.state.namespaces,
    )) {
      const found = deliveries.filter(each => each.operator === operator);
      if (namespaces.has(name)) byNamespace.set(name, found);
    }
    return { byNamespace, unclear: new Set() };
  }

  private check(
    method: KubernetesMethod,
    makeRequest: () => KubernetesRequest,
  ): void {
    const request = this.checked(makeRequest);
    const failure = this.calls.note(method);
    if (failure) throw this.problem(failure, request);
  }

  /** As the adapter: a name that is not legal is never asked for. */
  private checked(makeRequest: () => KubernetesRequest): KubernetesRequest {
    try {
      return makeRequest();
    } catch (error) {
      if (!(error instanceof IllegalNameError)) throw error;
      throw this.problem('not-found', { operation: error.operation });
    }
  }

  private problem(
    code: UpstreamProblem['code'],
    { operation, rule }: Pick<KubernetesRequest, 'operation' | 'rule'>,
  ): KubernetesError {
    return new KubernetesError({
      code,
      operation,
      target: this.name,
      retryable: retryable.has(code),
      missingRule: code === 'denied' ? rule : undefined,
    });
  }
}
