/** A configured connection. `details` holds what the plugin was given, the password included. */
export interface Connection {
  readonly name: string;
  pluginName: string;
  pluginVersion: string;
  allowedRoles: string[];
  rootRotationStatements: string[];
  passwordPolicy: string;
  details: Record<string, unknown>;
}

/** The statements of a role, as lists; empty means the plugin's default. */
export interface RoleStatements {
  creation: string[];
  revocation: string[];
  rollback: string[];
  renew: string[];
}

/** A dynamic role; TTLs in seconds, 0 means the mount's. */
export interface DynamicRole {
  readonly name: string;
  connectionName: string;
  statements: RoleStatements;
  defaultTtl: number;
  maxTtl: number;
}

/** A role over an existing database user whose password Vault rotates. */
export interface StaticRole {
  readonly name: string;
  connectionName: string;
  username: string;
  rotationPeriod: number;
  rotationStatements: string[];
  password: string;
  lastRotation: Date;
}
