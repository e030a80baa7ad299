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
}
