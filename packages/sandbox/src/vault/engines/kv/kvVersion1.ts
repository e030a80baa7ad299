import { Engine } from '../../Engine';
import { badRequest, nothingThere } from '../../problems';
import { parseDuration } from '../fields';
import { handleRoutes, listOf } from '../routes';
import { childrenOf } from './folders';

/** `ttl` in the stored data is only a hint that Vault shows as the lease duration. */
function hint(data: Record<string, unknown>, fallback: number): number {
  const ttl = data.ttl ?? data.lease;
  const seconds = ttl === undefined ? undefined : parseDuration(String(ttl));
  return seconds ?? fallback;
}

/** Key-value store without versions. */
export function kvVersion1(): Engine {
  const secrets = new Map<string, Record<string, unknown>>();
  const list = (folder: string) => listOf(childrenOf(secrets.keys(), folder));
  return {
    exists: async path => secrets.has(path),
    handle: handleRoutes([
      { path: '', on: { list: () => list('') } },
      {
        path: ':rest',
        on: {
          list: call => list(call.params.rest),
          read: call => {
            const data = secrets.get(call.params.rest);
            if (!data) throw nothingThere();
            const fallback = call.request.lifetimes?.defaultTtl ?? 0;
            const renewed = {
              id: '',
              renewable: false,
              ttl: hint(data, fallback),
            };
            return { data, renewed };
          },
          update: call => {
            if (Object.keys(call.data).length === 0) {
              throw badRequest('missing data fields');
            }
            secrets.set(call.params.rest, call.data);
            return {};
          },
          delete: call => {
            secrets.delete(call.params.rest);
            return {};
          },
        },
      },
    ]),
  };
}
