import type {
  Connection,
  Mounted,
} from 'backstage-plugin-service-secrets-node';

import { Read } from '../collect/SourceResult';
import { ServiceView } from '../resolve/ServiceView';
import { credentialRoles } from './scope';

/** A role with the connection it stands on, both of which exist. */
export interface ConnectedRole {
  readonly at: Mounted;
  readonly name: string;
  readonly connection: Connection;
}

/** Every claimed role whose connection was read; unreadable when one was not and nothing can be said of the rest. */
export function connectedRoles(
  view: ServiceView,
): Read<readonly ConnectedRole[]> {
  const roles = credentialRoles(view);
  if (roles === 'unreadable') return roles;
  const connected = roles.flatMap(({ at, role, connection }) =>
    role && connection && connection !== 'unreadable'
      ? { at, name: role.connection, connection }
      : [],
  );
  const unread = roles.some(({ connection }) => connection === 'unreadable');
  return unread && connected.length === 0 ? 'unreadable' : connected;
}

/** Each connection once. */
export function distinctConnections(
  roles: readonly ConnectedRole[],
): ConnectedRole[] {
  const byName = new Map(
    roles.map(role => [`${role.at.mount}/${role.name}`, role]),
  );
  return [...byName.values()];
}
