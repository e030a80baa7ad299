import {
  WorkloadKind,
  WorkloadName,
} from 'backstage-plugin-service-secrets-common';

import type { Condition } from './Condition';
import type {
  ClusterDeliveries,
  DeliveryResource,
  SecretOperator,
} from './DeliveryResource';

export type * from './Condition';
export type * from './DeliveryResource';

/**
 * The questions we ask Kubernetes, in our words. Every method throws
 * `KubernetesError` with a closed code and nothing else; where absence is
 * meaningful it answers `undefined`. No method can return Secret data.
 */
export interface KubernetesApi {
  /** Whether the API server answers, and its version. */
  version(): Promise<string>;
  /** Entity ref a namespace names as its service; undefined without a namespace or annotation. */
  namespaceEntityRef(namespace: string): Promise<string | undefined>;
  serviceAccountExists(account: NamespacedName): Promise<boolean>;
  /** The named workloads that exist, with the part of their pod template that concerns credentials. */
  workloads(
    namespace: string,
    names: readonly WorkloadName[],
  ): Promise<readonly Workload[]>;
  /** Pods of those workloads, by owner reference. */
  pods(
    namespace: string,
    workloads: readonly Workload[],
  ): Promise<readonly Pod[]>;
  /** Warning events about those objects, newest first. */
  warnings(namespace: string): Promise<readonly WarningEvent[]>;
  /** cert-manager Certificates of a namespace; undefined when cert-manager is not installed. */
  certificates(
    namespace: string,
  ): Promise<readonly CertificateResource[] | undefined>;
  /** An Issuer of the namespace or a ClusterIssuer; of another API group's nothing is known, not even its conditions. */
  issuer(issuer: IssuerName): Promise<Issuer | undefined>;
  /**
   * What one operator should read from Vault for the pods of a namespace, with
   * the objects of the namespace (and the cluster) that say how it logs in;
   * undefined when the operator is not installed. Never what it read.
   */
  deliveryResources(
    namespace: string,
    operator: SecretOperator,
  ): Promise<readonly DeliveryResource[] | undefined>;
  /**
   * The same of many namespaces, with one list of the whole cluster for each
   * kind. Who may list namespace by namespace only is denied; a kind with more
   * than 10,000 objects is no answer.
   */
  clusterDeliveryResources(
    namespaces: ReadonlySet<string>,
    operator: SecretOperator,
  ): Promise<ClusterDeliveries | undefined>;
}

export interface NamespacedName {
  readonly namespace: string;
  readonly name: string;
}

export interface Workload {
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly uid: string;
  readonly desiredPods: number;
  readonly readyPods: number;
  readonly serviceAccount: string;
  /** Annotations of the pod template whose domain is the injector's; other domains are dropped on arrival. */
  readonly injectorAnnotations: Readonly<Record<string, string>>;
  /** Names of the Secrets the pods mount. */
  readonly mountedSecrets: readonly string[];
  /** Names of the Secrets whose keys are environment variables of a container, init ones included. */
  readonly environmentSecrets: readonly string[];
  /** Names of the SecretProviderClasses the Secrets Store CSI driver mounts for the pods. */
  readonly providerClasses: readonly string[];
  /** Audiences of the projected service-account tokens, by volume name. */
  readonly projectedAudiences: Readonly<Record<string, string>>;
  readonly automountToken: boolean;
}

export interface Pod {
  readonly name: string;
  readonly workload: string;
  readonly phase: string;
  readonly ready: boolean;
  readonly startedAt?: Date;
  readonly deleting: boolean;
  /** Whether the injector added the agent. */
  readonly injected: boolean;
  /** The waiting or terminated agent containers, init ones included. */
  readonly agentProblems: readonly {
    readonly container: string;
    readonly reason: string;
    readonly restarts: number;
  }[];
}

export interface WarningEvent {
  /** `Kind/name` of the object it is about. */
  readonly about: string;
  readonly reason: string;
  /** Cut to 300 characters; checked for credentials by the adapter. */
  readonly message: string;
  readonly lastSeenAt?: Date;
}

/** Durations in seconds. */
export interface CertificateResource {
  readonly name: string;
  readonly secretName: string;
  readonly issuer: IssuerName;
  readonly commonName?: string;
  readonly dnsNames: readonly string[];
  readonly durationSeconds: number;
  readonly renewBeforeSeconds?: number;
  readonly conditions: readonly Condition[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly renewalTime?: Date;
  readonly failedIssuanceAttempts: number;
  readonly lastFailureTime?: Date;
}

export interface IssuerName {
  readonly kind: 'Issuer' | 'ClusterIssuer';
  /** Undefined for a ClusterIssuer. */
  readonly namespace?: string;
  readonly name: string;
  /** Set when it is not cert-manager's own, such as `awspca.cert-manager.io`. */
  readonly group?: string;
}

export interface Issuer {
  readonly conditions: readonly Condition[];
  /** Absent when the issuer is not Vault's. */
  readonly vault?: {
    /** As written: `pki_int/sign/grade-api-tls`. */
    readonly path: string;
    readonly authRole?: string;
    /** Mount of the Kubernetes auth method without `/v1/auth/`. */
    readonly authMount?: string;
    readonly serviceAccount?: string;
  };
}
