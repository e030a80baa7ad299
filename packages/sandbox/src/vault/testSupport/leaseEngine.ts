import { Engine, EngineFactory } from '../Engine';
import { handleRoutes } from '../engines/routes';

/** An engine that grants a lease on every read of `creds/:name`, and can be told to fail. */
export interface LeaseEngine {
  readonly factory: EngineFactory;
  readonly revoked: string[];
  attempts: number;
  /** Revocations reject with this when set. */
  failure?: string;
  ttl: number;
  maxTtl: number;
}

/** A new engine; its state is shared by every mount of its factory. */
export function leaseEngine(): LeaseEngine {
  const state: LeaseEngine = {
    revoked: [],
    attempts: 0,
    ttl: 600,
    maxTtl: 3600,
    factory: (): Engine => ({
      handle: handleRoutes([
        {
          path: 'creds/:name',
          on: {
            read: ({ params, request }) => ({
              data: { username: `${request.displayName}-${params.name}` },
              lease: {
                ttl: state.ttl,
                maxTtl: state.maxTtl,
                renewable: true,
                internal: { name: params.name },
              },
            }),
          },
        },
      ]),
      revoke: async internal => {
        state.attempts += 1;
        if (state.failure !== undefined) throw new Error(state.failure);
        state.revoked.push(String(internal.name));
      },
      renew: async () => ({ ttl: state.ttl, maxTtl: state.maxTtl }),
    }),
  };
  return state;
}
