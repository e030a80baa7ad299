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

/** What became of an operation, in words. */
export function resultText(
  { done, refused }: LeaseOperationResult,
  what: 'Renewed' | 'Revoked',
): string {
  if (done.length === 0 && refused.length === 0) return 'No lease was live.';
  const [first] = done;
  const granted =
    done.length === 1 && first.ttlSeconds !== undefined
      ? ` for ${wholeLife(first.ttlSeconds)}`
      : '';
  const reasons = [...new Set(refused.map(({ reason }) => reason))];
  return [
    done.length > 0
      ? `${what} ${counted(done.length, 'lease')}${granted}.`
      : '',
    refused.length > 0
      ? `Not ${what.toLocaleLowerCase('en-US')}: ${counted(
          refused.length,
          'lease',
        )}. ${reasons.slice(0, MOST_REASONS).join(' ')}`
      : '',
  ]
    .filter(text => text !== '')
    .join(' ');
}
