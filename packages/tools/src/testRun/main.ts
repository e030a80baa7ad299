import { assertionBudgetStep } from './assertionBudgetStep';
import { browserTests } from './browserTests';
import { cyclesStep, formatStep, lintStep, typeCheckStep } from './checks';
import { jestStep } from './jestStep';
import { RunContext, runStep, Step, StepResult } from './Step';
import { summary } from './summary';

/** What the entry script hands over. */
export interface MainOptions {
  readonly root: string;
  readonly installSeconds: number;
  readonly args: readonly string[];
}

const unitTests = jestStep({
  name: 'unit tests',
  pattern: '^(?!.*\\.(integration|browser)\\.test\\.)',
  workers: 2,
});

const integrationTests = jestStep({
  name: 'integration tests',
  pattern: '\\.integration\\.test\\.',
  workers: 2,
});

/** Each keeps one core busy; lint takes about as long as the others together. */
const lanes: readonly (readonly Step[])[] = [
  [typeCheckStep, cyclesStep, formatStep, assertionBudgetStep],
  [lintStep],
];

async function runLane(
  steps: readonly Step[],
  context: RunContext,
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) results.push(await runStep(step, context));
  return results;
}

/** `npm test`: everything; with the argument `check`: what needs no server. */
export async function main(options: MainOptions): Promise<void> {
  const { root, installSeconds, args } = options;
  const context = { root, ci: Boolean(process.env.CI) };
  const suites = args.includes('check')
    ? [unitTests]
    : [unitTests, integrationTests, browserTests];
  const results: StepResult[] = [
    {
      name: 'install',
      ok: true,
      seconds: installSeconds,
      passed: 0,
      failed: 0,
      skipped: 0,
    },
  ];
  const checked = await Promise.all(
    lanes.map(steps => runLane(steps, context)),
  );
  results.push(...checked.flat(), ...(await runLane(suites, context)));
  console.log(summary(results));
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
}
