import { EngineFactory } from '../../Engine';
import { handleRoutes } from '../routes';
import { connectionRoutes } from './connections';
import { createConnectionStore } from './connectionStore';
import { Credentials } from './credentials';
import { DynamicRole } from './model';
import { roleRoutes } from './roles';
import { StaticRoles } from './staticRoles';

/** Vault's `database` secrets engine: users on demand in a real database. */
export const databaseEngine: EngineFactory = () => {
  const store = createConnectionStore();
  const roles = new Map<string, DynamicRole>();
  const staticRoles = new StaticRoles(store, name => roles.has(name));
  const credentials = new Credentials(store, roles);

  return {
    handle: handleRoutes([
      ...connectionRoutes(store),
      ...roleRoutes(roles, name => staticRoles.has(name)),
      ...credentials.routes(),
      ...staticRoles.routes(),
    ]),
    async exists(path) {
      const [kind, name] = path.split('/');
      switch (kind) {
        case 'config':
          return store.all.has(name);
        case 'roles':
          return roles.has(name);
        case 'static-roles':
          return staticRoles.has(name);
        default:
          // Everything else is an update, whatever it finds.
          return true;
      }
    },
    revoke: internal => credentials.revoke(internal),
    renew: (internal, _mount, expiresAt) =>
      credentials.renew(internal, expiresAt),
    async close() {
      staticRoles.close();
      await store.close();
    },
  };
};
