import { RunContext, runStep, Step, StepResult } from './Step';

/** One step after the other; those left when the run is interrupted are not started. */
export async function runLane(
  steps: readonly Step[],
  context: RunContext,
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) {
    if (context.signal.aborted) break;
    results.push(await runStep(step, context));
  }
  return results;
}

/** Several lanes at once; their results stand lane by lane. */
export async function runLanes(
  lanes: readonly (readonly Step[])[],
  context: RunContext,
): Promise<StepResult[]> {
  const results = await Promise.all(
    lanes.map(steps => runLane(steps, context)),
  );
  return results.flat();
}
