import {
  AllowedRole,
  DesiredFields,
  DesiredObject,
  DesiredPolicy,
  DesiredRole,
} from './DesiredState';

/** Where an object of ours lives. */
export type ObjectRef =
  | Pick<DesiredPolicy, 'kind' | 'name'>
  | Pick<DesiredRole, 'kind' | 'mount' | 'name'>;

/** An object as Vault holds it: durations in seconds, lists as lists. */
export type ActualObject =
  | { readonly kind: 'policy'; readonly text: string }
  | { readonly kind: DesiredRole['kind']; readonly fields: DesiredFields };

/**
 * What provisioning asks of Vault; another login than the reader's. Throws
 * `VaultError` only.
 */
export interface VaultProvisionerApi {
  read(ref: ObjectRef): Promise<ActualObject | undefined>;
  write(object: DesiredObject): Promise<void>;
  remove(ref: ObjectRef): Promise<void>;
  /** `allowed_roles` of a connection; undefined when there is no such connection. */
  allowedRoles(
    connection: Omit<AllowedRole, 'role'>,
  ): Promise<readonly string[] | undefined>;
  setAllowedRoles(
    connection: Omit<AllowedRole, 'role'>,
    roles: readonly string[],
  ): Promise<void>;
  /** Connection facts a plan is checked against; undefined when there is none. */
  usernameTemplate(
    connection: Omit<AllowedRole, 'role'>,
  ): Promise<string | undefined>;
  /** Ids of the live leases of a database role. */
  leaseIds(role: { mount: string; name: string }): Promise<readonly string[]>;
  /** Revokes one lease and waits for it. */
  revokeLease(id: string): Promise<void>;
  /** Revokes our own token; for the end of a run. */
  close(): Promise<void>;
}

/** A credential of a live proof. Never logged, never answered. */
export interface ProofCredential {
  readonly username: string;
  readonly password: string;
  readonly leaseId: string;
}

/** What a live proof asks of Vault as the service itself: a login of its own, apart from every identity of ours. */
export interface VaultProofApi {
  /** Logs in with a service-account token and answers the client token. Throws `VaultError`. */
  logIn(input: {
    authMount: string;
    authRole: string;
    serviceAccountToken: string;
  }): Promise<string>;
  readCredential(
    clientToken: string,
    role: { mount: string; name: string },
  ): Promise<ProofCredential>;
  /**
   * Revokes the client token. Vault ends the leases it holds in its own time:
   * revoke the proof's lease first where its end must be certain.
   */
  revokeToken(clientToken: string): Promise<void>;
}
