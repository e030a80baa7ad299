import { toError } from '@backstage/errors';
import {
  FleetTarget,
  ReviewResult,
} from 'backstage-plugin-service-secrets-common';

import { failureMessage } from '../../../hooks/failureKind';

/** What the backend takes at once. */
const BATCH = 500;

/** What names a row, and nothing else of it. */
export function targetOf({ entityRef, environment }: FleetTarget): FleetTarget {
  return { entityRef, environment };
}

/**
 * Does something to any number of rows, batch by batch; what was refused is
 * told with the reason. When a batch fails after others were done, its rows
 * and those that follow are told as refused: what was done is done.
 */
export async function inBatches<Target extends FleetTarget>(
  targets: readonly Target[],
  act: (batch: readonly Target[]) => Promise<ReviewResult>,
): Promise<ReviewResult> {
  const all: ReviewResult = { done: [], refused: [] };
  for (let from = 0; from < targets.length; from += BATCH) {
    try {
      const { done, refused } = await act(targets.slice(from, from + BATCH));
      all.done.push(...done);
      all.refused.push(...refused);
    } catch (thrown) {
      if (from === 0) throw thrown;
      const reason = failureMessage(toError(thrown));
      for (const target of targets.slice(from)) {
        all.refused.push({ target: targetOf(target), reason });
      }
      return all;
    }
  }
  return all;
}
