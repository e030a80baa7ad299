import { MountedName } from 'backstage-plugin-service-secrets-common';

/**
 * The questions we ask Vault, in our words. Every method throws `VaultError`
 * with a closed code and nothing else; where absence is meaningful it answers
 * `undefined`. Names are checked against their grammar before a path is built.
 * Nothing here can mint, renew or revoke a credential: see `VaultOperatorApi`.
 */
export interface VaultApi {
  /** Sealed, standby and version; asks no token. */
  health(): Promise<VaultHealth>;
  /** Limits of a mount, in seconds. Source: `sys/mounts/:path/tune`. */
  mountLimits(mount: string): Promise<MountLimits | undefined>;
  /** Source: `:mount/roles/:name`. */
  databaseRole(role: Mounted): Promise<DatabaseRole | undefined>;
  /** Source: `:mount/static-roles/:name`. Never the password. */
  staticRole(role: Mounted): Promise<StaticRole | undefined>;
  /** Source: `:mount/config/:name`; the URL is cut to what is no secret. */
  connection(connection: Mounted): Promise<Connection | undefined>;
  /** Names of one kind on a mount, sorted; empty when there is none. Source: LIST of the kind's path. */
  names(kind: ListedKind, mount: string): Promise<readonly string[]>;
  /** Source: `auth/:mount/role/:name`. */
  authRole(role: Mounted): Promise<AuthRole | undefined>;
  /** Source: `sys/policies/acl/:name`. */
  policy(name: string): Promise<Policy | undefined>;
  /** Lease ids of one database role; empty when there is none. Source: LIST `sys/leases/lookup/:mount/creds/:role`. */
  leaseIds(role: Mounted): Promise<readonly string[]>;
  /** One lease; `undefined` when it ended since it was listed. Source: `sys/leases/lookup`. */
  lease(id: string): Promise<Lease | undefined>;
  /** Leases Vault gave up revoking, of every mount. Source: `sys/leases?type=irrevocable`. */
  irrevocableLeases(): Promise<readonly IrrevocableLease[]>;
  /** Source: `:mount/roles/:name`. */
  pkiRole(role: Mounted): Promise<PkiRole | undefined>;
  /** The issuer of a PKI mount by name, id or `default`, its certificate parsed. Source: `:mount/issuer/:ref`, else `:mount/issuer/:ref/json`, which needs no right. */
  pkiIssuer(issuer: Mounted): Promise<PkiIssuer | undefined>;
}

/** What operating on leases needs; another login than the reader's. */
export interface VaultOperatorApi {
  /** The TTL Vault granted, in seconds. Source: `sys/leases/renew`. */
  renewLease(id: string): Promise<{ ttlSeconds: number }>;
  /** Source: `sys/leases/revoke`. */
  revokeLease(id: string): Promise<void>;
}

/** A kind whose names Vault lists. */
export type ListedKind =
  | 'database-role'
  | 'static-role'
  | 'connection'
  | 'auth-role';

/** A name with its mount settled. */
export type Mounted = Required<MountedName>;

/** Durations in seconds; 0 means that the system's limit applies. */
export interface MountLimits {
  readonly defaultTtlSeconds: number;
  readonly maxTtlSeconds: number;
}

export interface VaultHealth {
  readonly initialized: boolean;
  readonly sealed: boolean;
  readonly standby: boolean;
  readonly version: string;
}

/** Durations in seconds; 0 means that the mount's limit applies. */
export interface DatabaseRole {
  readonly connection: string;
  readonly creationStatements: readonly string[];
  readonly revocationStatements: readonly string[];
  readonly renewStatements: readonly string[];
  readonly defaultTtlSeconds: number;
  readonly maxTtlSeconds: number;
}

export interface StaticRole {
  readonly connection: string;
  readonly username: string;
  readonly rotationPeriodSeconds: number;
  readonly lastRotatedAt?: Date;
}

export interface Connection {
  /** Such as `postgresql-database-plugin`. */
  readonly plugin: string;
  readonly allowedRoles: readonly string[];
  /** Host, port and database of the URL; no user, password or parameters. */
  readonly endpoint?: string;
  /** `sslmode` of PostgreSQL or `tls` of MySQL as written; undefined when the URL names none. */
  readonly tlsMode?: string;
  /** The database user Vault itself logs in as. */
  readonly username?: string;
  readonly usernameTemplate?: string;
  /** Whether Vault rotates that user's password by itself; absent: this server does not tell. */
  readonly rootRotation?: 'automatic' | 'off';
}

/** Durations in seconds; 0 means that the mount's limit applies. */
export interface AuthRole {
  readonly boundServiceAccountNames: readonly string[];
  readonly boundServiceAccountNamespaces: readonly string[];
  readonly namespaceSelector?: string;
  readonly audience?: string;
  readonly tokenPolicies: readonly string[];
  readonly noDefaultPolicy: boolean;
  readonly tokenTtlSeconds: number;
  readonly tokenMaxTtlSeconds: number;
  readonly tokenExplicitMaxTtlSeconds: number;
  readonly tokenPeriodSeconds: number;
  readonly tokenNumUses: number;
  readonly tokenType: string;
}

export interface Policy {
  readonly name: string;
  readonly rules: readonly PolicyRule[];
}

/** One `path` block of a policy. */
export interface PolicyRule {
  readonly path: string;
  readonly capabilities: readonly string[];
  /** Set when the rule also limits parameters, so that a grant is not certain. */
  readonly limitsParameters: boolean;
}

/** TTL in seconds as of `readAt`. */
export interface Lease {
  readonly id: string;
  readonly issuedAt: Date;
  /** Vault's clock; use `ttlSeconds` for countdowns. */
  readonly expiresAt?: Date;
  readonly lastRenewedAt?: Date;
  readonly renewable: boolean;
  readonly ttlSeconds: number;
  /** Our clock. */
  readonly readAt: Date;
}

export interface IrrevocableLease {
  readonly id: string;
  /** Why Vault gave up, mapped to our words: the database's own text may hold names and data. */
  readonly reason: string;
}

export interface PkiRole {
  readonly issuerRef: string;
  readonly allowAnyName: boolean;
  readonly allowedDomains: readonly string[];
  readonly allowBareDomains: boolean;
  readonly allowSubdomains: boolean;
  readonly allowGlobDomains: boolean;
  readonly allowWildcardCertificates: boolean;
  readonly allowLocalhost: boolean;
  readonly allowedDomainsTemplate: boolean;
  readonly enforceHostnames: boolean;
  readonly allowIpSans: boolean;
  readonly requireCn: boolean;
  readonly keyType: string;
  readonly keyBits: number;
  readonly ttlSeconds: number;
  readonly maxTtlSeconds: number;
}

export interface PkiIssuer {
  readonly id: string;
  readonly name?: string;
  readonly subject: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** What Vault does when a certificate would outlive the issuer; undefined when we may read only the certificate. */
  readonly leafNotAfterBehavior?: 'err' | 'truncate' | 'permit';
}
