import type {
  Connection,
  DatabaseRole,
  Mounted,
  MountLimits,
  StaticRole,
  VaultApi,
} from 'backstage-plugin-service-secrets-node';

import { EnvironmentBinding } from '../../bind/EnvironmentBinding';
import { SourceFailure } from '../failure';
import { Parts } from '../Parts';
import { Read } from '../SourceResult';

/** A database role and what it stands on; absent parts do not exist in Vault. */
export interface DatabaseRoleAnswer {
  readonly at: Mounted;
  readonly role?: DatabaseRole;
  readonly connection: Read<Connection | undefined>;
  readonly limits: Read<MountLimits | undefined>;
}

/** A static role and what it stands on. */
export interface StaticRoleAnswer {
  readonly at: Mounted;
  readonly role?: StaticRole;
  readonly connection: Read<Connection | undefined>;
}

/** The database roles the service claims. */
export interface DatabaseRolesAnswer {
  readonly dynamic: readonly DatabaseRoleAnswer[];
  readonly fixed: readonly StaticRoleAnswer[];
}

/**
 * What do the database roles of the service say? The connection and the
 * limits of the mount are parts: an operator may keep them from the reader.
 */
export async function askDatabaseRoles(
  vault: VaultApi,
  binding: EnvironmentBinding,
  target: string,
): Promise<{ data: DatabaseRolesAnswer; partial?: SourceFailure }> {
  const parts = new Parts(target);
  const connectionOf = async (at: Mounted, name: string | undefined) =>
    name === undefined
      ? undefined
      : parts.read(() => vault.connection({ mount: at.mount, name }));
  const dynamic = binding.databaseRoles.map(async at => {
    const [role, limits] = await Promise.all([
      vault.databaseRole(at),
      parts.read(() => vault.mountLimits(at.mount)),
    ]);
    const connection = await connectionOf(at, role?.connection);
    return { at, role, connection, limits };
  });
  const fixed = binding.staticRoles.map(async at => {
    const role = await vault.staticRole(at);
    return { at, role, connection: await connectionOf(at, role?.connection) };
  });
  const data = {
    dynamic: await Promise.all(dynamic),
    fixed: await Promise.all(fixed),
  };
  return { data, partial: parts.failure };
}
