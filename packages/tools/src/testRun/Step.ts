/** What a step of the test run came to. Only test steps count cases. */
export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why it failed, when its own output does not say. */
  readonly problem?: string;
}

/** What every step is given. */
export interface RunContext {
  readonly root: string;
  /** On a build server nothing may be skipped. */
  readonly ci: boolean;
  /** Aborts when somebody wants the run to end. */
  readonly signal: AbortSignal;
}

/** One step: type check, lint, a suite, … */
export interface Step {
  readonly name: string;
  run(context: RunContext): Promise<StepOutcome>;
}

/** What a step answers; the runner adds its name and duration. */
export type StepOutcome = Partial<
  Pick<StepResult, 'passed' | 'failed' | 'skipped' | 'problem'>
> & { readonly ok: boolean };

/** Runs one step; what it throws becomes its problem, so that the summary always comes. */
export async function runStep(
  step: Step,
  context: RunContext,
): Promise<StepResult> {
  console.log(`\n── ${step.name}`);
  const startedAt = Date.now();
  const outcome = await step.run(context).catch((error: Error) => ({
    ok: false,
    problem: error.message,
  }));
  return {
    name: step.name,
    seconds: (Date.now() - startedAt) / 1000,
    passed: 0,
    failed: 0,
    skipped: 0,
    ...outcome,
  };
}
