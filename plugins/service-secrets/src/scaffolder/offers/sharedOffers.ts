import { ProvisionOffers } from 'backstage-plugin-service-secrets-common';

import { ServiceSecretsApi } from '../../api/ServiceSecretsApi';

/** Offers change when an operator restarts the backend; within a minute, several fields of one form ask once. */
const KEPT_MS = 60_000;

interface Kept {
  readonly asked: number;
  readonly answer: Promise<ProvisionOffers>;
}

const keptOf = new WeakMap<ServiceSecretsApi, Map<string, Kept>>();

/** The offers of an owner, asked for once by all fields of a form; `again` asks anew. A failure is not kept. */
export function sharedOffers(
  api: ServiceSecretsApi,
  owner: string,
  again: boolean,
): Promise<ProvisionOffers> {
  const kept = keptOf.get(api) ?? new Map<string, Kept>();
  keptOf.set(api, kept);
  const now = performance.now();
  const last = kept.get(owner);
  if (last && !again && now - last.asked < KEPT_MS) return last.answer;

  const answer = api.offers(owner);
  const mine = { asked: now, answer };
  kept.set(owner, mine);
  answer.catch(() => {
    if (kept.get(owner) === mine) kept.delete(owner);
  });
  return answer;
}
