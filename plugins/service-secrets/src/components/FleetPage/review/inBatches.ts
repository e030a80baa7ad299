import {
  FleetTarget,
  ReviewResult,
} from 'backstage-plugin-service-secrets-common';

/** What the backend takes at once. */
const BATCH = 500;

/** What names a row, and nothing else of it. */
export function targetOf({ entityRef, environment }: FleetTarget): FleetTarget {
  return { entityRef, environment };
}

/** Does something to any number of rows, batch by batch; what was refused is told with the reason. */
export async function inBatches<Target extends FleetTarget>(
  targets: readonly Target[],
  act: (batch: readonly Target[]) => Promise<ReviewResult>,
): Promise<ReviewResult> {
  const all: ReviewResult = { done: [], refused: [] };
  for (let from = 0; from < targets.length; from += BATCH) {
    const { done, refused } = await act(targets.slice(from, from + BATCH));
    all.done.push(...done);
    all.refused.push(...refused);
  }
  return all;
}
