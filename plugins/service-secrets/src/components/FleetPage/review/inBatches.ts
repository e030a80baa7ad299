import {
  FleetTarget,
  ReviewResult,
} from 'backstage-plugin-service-secrets-common';

/** What the backend takes at once. */
const BATCH = 500;

/** Does something to any number of rows, batch by batch; what was refused is told with the reason. */
export async function inBatches(
  targets: readonly FleetTarget[],
  act: (batch: FleetTarget[]) => Promise<ReviewResult>,
): Promise<ReviewResult> {
  const all: ReviewResult = { done: [], refused: [] };
  for (let from = 0; from < targets.length; from += BATCH) {
    const batch = targets
      .slice(from, from + BATCH)
      .map(({ entityRef, environment }) => ({ entityRef, environment }));
    const { done, refused } = await act(batch);
    all.done.push(...done);
    all.refused.push(...refused);
  }
  return all;
}
