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

/**
 * The static role of a service for one database user: `svc-grade-api_reporting`.
 * It names the user because Vault refuses another user for an existing static
 * role. Neither a service nor a profile has "_" in its name, so no static role
 * is called as a dynamic one, which one mount would not take.
 */
export function staticRoleName(service: ServiceName, username: string): string {
  return `svc-${joined(service)}_${username}`;
}

/** The path of a service's own place in a KV store, below the mount. */
export function kvPlaceholderPath(
  prefix: string,
  { namespace, name }: ServiceName,
): string {
  return `${prefix}/${namespace}/${name}`;
}

/** The PKI role of a service. */
export function pkiRoleName(service: ServiceName): string {
  return `svc-${joined(service)}`;
}
