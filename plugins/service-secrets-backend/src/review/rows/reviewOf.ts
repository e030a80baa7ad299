import { Review, ReviewState } from 'backstage-plugin-service-secrets-common';

import { Moment, RowRecord } from '../records';

/** The state of a row's sign-off; its day counts for more than what changed before it. */
export function reviewStateOf(
  { signOff, drift = [] }: Pick<RowRecord, 'signOff' | 'drift'>,
  now: Moment,
): ReviewState {
  if (!signOff) return 'none';
  if (signOff.until <= now) return 'expired';
  return drift.length > 0 ? 'reopened' : 'signed';
}

/** A row's sign-off as it is shown. */
export function reviewOf(row: RowRecord, now: Moment): Review {
  const state = reviewStateOf(row, now);
  const { signOff, drift } = row;
  if (!signOff) return { state };
  return {
    state,
    by: signOff.by,
    at: new Date(signOff.at).toISOString(),
    until: new Date(signOff.until).toISOString(),
    note: signOff.note,
    drift: state === 'reopened' ? [...(drift ?? [])] : undefined,
  };
}
