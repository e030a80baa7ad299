import {
  LeaseOperationResult,
  LeaseRow,
} from 'backstage-plugin-service-secrets-common';

import { wholeLife } from './duration';
import { counted } from './words';

/** How many refusals are spelled out. */
const MOST_REASONS = 3;

/** What happens to whoever uses a lease that is revoked. */
export function revokeWarning({ workload }: LeaseRow): string {
  return workload
    ? `Pod \`${workload.pod}\` ${
        workload.certainty === 'likely' ? 'likely uses' : 'uses'
      } it: its logins fail from then on, until it fetches a new credential. Restarting the pod is the quick way.`
    : 'No live pod is known to use it.';
}

function reasonsOf({ refused }: LeaseOperationResult): string {
  const reasons = [...new Set(refused.map(({ reason }) => reason))];
  return reasons.slice(0, MOST_REASONS).join(' ');
}

/** What became of an operation on one lease, in words; throws why when it was refused. */
export function oneResultText(
  result: LeaseOperationResult,
  what: 'Renewed' | 'Revoked',
  name: string,
): string {
  const done = result.done.at(0);
  if (!done) throw new Error(reasonsOf(result) || 'The lease is gone.');
  return done.ttlSeconds === undefined
    ? `${what} ${name}.`
    : `${what} ${name} for ${wholeLife(done.ttlSeconds)}.`;
}

/** What became of revoking every lease, in words. */
export function revokedAllText(result: LeaseOperationResult): string {
  const { done, refused } = result;
  if (done.length === 0 && refused.length === 0) return 'No lease was live.';
  return [
    done.length > 0 ? `Revoked ${counted(done.length, 'lease')}.` : '',
    refused.length > 0
      ? `Not revoked: ${counted(refused.length, 'lease')}. ${reasonsOf(result)}`
      : '',
  ]
    .filter(text => text !== '')
    .join(' ');
}
