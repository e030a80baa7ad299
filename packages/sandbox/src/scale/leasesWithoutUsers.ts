import type { EngineFactory } from '../vault/Engine';
import { databaseEngine } from '../vault/engines/database/databaseEngine';
import { handleRoutes } from '../vault/engines/routes';

const TTL_SECONDS = 12 * 3600;
const limits = { ttl: TTL_SECONDS, maxTtl: 2 * TTL_SECONDS };

/** The database engine with its connections and roles, but its leases have no user in a database behind them. */
export const leasesWithoutUsers: EngineFactory = mount => {
  const real = databaseEngine(mount);
  const credentials = handleRoutes([
    {
      path: 'creds/:name',
      on: {
        read: ({ params }) => {
          const username = `v-scale-${params.name}`;
          return {
            data: { username },
            lease: { ...limits, renewable: true, internal: { username } },
          };
        },
      },
    },
  ]);
  return {
    ...real,
    handle: async request =>
      (await credentials(request)) ?? real.handle(request),
    revoke: async () => undefined,
    renew: async () => limits,
  };
};
