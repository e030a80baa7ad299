/**
 * The names a service's objects get in Vault. Used to make them and to find
 * them, so they are injective: two services never share a name. A namespace
 * (a DNS label) and a profile id have no dots, which makes "." the separator.
 */

/** What a service is called where its objects live. */
export interface ServiceName {
  /** The Kubernetes namespace. */
  readonly namespace: string;
  /** The entity's name. */
  readonly name: string;
}

function joined({ namespace, name }: ServiceName): string {
  return namespace === name ? name : `${namespace}.${name}`;
}

/** The ACL policy of a service: `svc-grade-api`, or `svc-production.api-service` in a shared namespace. */
export function policyName(service: ServiceName): string {
  return `svc-${joined(service)}`;
}

/** The Kubernetes auth role of a service's pods. */
export function authRoleName(service: ServiceName): string {
  return `svc-${joined(service)}`;
}

/** The Kubernetes auth role with which cert-manager signs for a service. */
export function issuerAuthRoleName(service: ServiceName): string {
  return `issuer-${joined(service)}`;
}

/** The database role of a service for one statement profile: `svc-grade-api.read-write`. */
export function databaseRoleName(
  service: ServiceName,
  profile: string,
): string {
  return `svc-${joined(service)}.${profile}`;
}

/** The PKI role of a service. */
export function pkiRoleName(service: ServiceName): string {
  return `svc-${joined(service)}`;
}
