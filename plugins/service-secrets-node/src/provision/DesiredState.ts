/** Objects Vault shall hold for a service, as Vault's API takes them. Durations in seconds. */
export type DesiredObject = DesiredPolicy | DesiredRole;

/** A policy; its text says whose it is. */
export interface DesiredPolicy {
  readonly kind: 'policy';
  readonly name: string;
  /** Name of the policy that carries the owner's line: this one. */
  readonly anchor: string;
  readonly text: string;
}

/**
 * A role of an auth method or secrets engine, or the metadata of a place in a
 * KV version 2 store (`name` is then the path below `mount`).
 */
export interface DesiredRole {
  readonly kind:
    | 'auth-role'
    | 'database-role'
    | 'static-role'
    | 'pki-role'
    | 'kv-placeholder';
  readonly mount: string;
  readonly name: string;
  /** Name of the policy that carries the owner's line for this role: roles have no place for one. */
  readonly anchor: string;
  readonly fields: DesiredFields;
}

/**
 * Field values as they are read back: durations in seconds, statements in
 * order, every other list sorted. A key of a KV place's custom metadata is the
 * field `custom_metadata.<key>`.
 */
export type DesiredFields = Readonly<
  Record<string, string | number | boolean | readonly string[]>
>;

/** A Kubernetes object to be serialised as it is. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** A database role, dynamic or static, a connection must allow; Vault refuses to write a static role before. */
export interface AllowedRole {
  readonly mount: string;
  readonly connection: string;
  readonly role: string;
}

/** Everything one service needs, in the order it must be written. */
export interface DesiredState {
  /** Written first to last, removed last to first. */
  readonly vault: readonly DesiredObject[];
  /** Database roles that `allowed_roles` of a connection must name. */
  readonly allowedRoles: readonly AllowedRole[];
  readonly manifests: readonly Manifest[];
}
