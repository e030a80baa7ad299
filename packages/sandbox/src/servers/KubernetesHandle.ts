/** A Kubernetes API server as the sandbox uses it, whoever started it. */
export interface KubernetesHandle {
  readonly url: string;
  readonly caPem: string;
  /** A token of `system:masters`, or of an account bound to `cluster-admin`. */
  readonly adminToken: string;
  /** A kubeconfig of the administrator, as YAML. */
  kubeconfig(): string;
  stop(): Promise<void>;
}
