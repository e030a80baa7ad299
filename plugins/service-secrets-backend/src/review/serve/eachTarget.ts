import { InputError } from '@backstage/errors';
import {
  FleetTarget,
  ReviewResult,
} from 'backstage-plugin-service-secrets-common';

import { FleetStore } from '../FleetStore';
import { Moment, rowIdOf, RowRecord, targetOfRow } from '../records';

const TWO_YEARS = 2 * 366 * 86_400_000;

/** The end of what a reviewer says; it lies ahead, and not so far that nobody looks again. */
export function endOf(until: string, now: Moment): Moment {
  const end = Date.parse(until);
  if (end <= now) throw new InputError('until lies in the past');
  if (end > now + TWO_YEARS) {
    throw new InputError('until lies more than two years ahead');
  }
  return end;
}

/** Acts on every row that is named, once; `act` answers why it refuses one. */
export async function eachTarget(
  { rows }: Pick<FleetStore, 'rows'>,
  targets: readonly FleetTarget[],
  act: (row: RowRecord) => Promise<string | undefined>,
): Promise<ReviewResult> {
  const ids = targets.map(target =>
    rowIdOf(target.entityRef, target.environment),
  );
  const unique = [...new Set(ids)];
  const found = await rows.rows(unique);
  const byId = new Map(found.map(row => [row.id, row]));
  const result: ReviewResult = { done: [], refused: [] };
  for (const id of unique) {
    const row = byId.get(id);
    const target = targetOfRow(id);
    const reason = row ? await act(row) : 'The fleet has no such service';
    if (reason === undefined) result.done.push(target);
    else result.refused.push({ target, reason });
  }
  return result;
}
