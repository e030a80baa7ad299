import type { NamespacedName } from './KubernetesApi';

/** What operating on certificates needs; another identity than the reader's. Throws `KubernetesError` and nothing else. */
export interface KubernetesOperatorApi {
  /**
   * Asks cert-manager to issue a certificate anew, as `cmctl renew` does;
   * false when there is no such Certificate. Source: condition `Issuing` of
   * `certificates/status`.
   */
  reissueCertificate(certificate: NamespacedName): Promise<boolean>;
}
