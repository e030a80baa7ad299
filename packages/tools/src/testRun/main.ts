import { interruption } from '../start/interruption';
import { assertionBudgetStep } from './assertionBudgetStep';
import { browserTests } from './browserTests';
import { cyclesStep, formatStep, lintStep, typeCheckStep } from './checks';
import { jestStep } from './jestStep';
import { runLane, runLanes } from './lanes';
import { RunContext, Step, StepResult } from './Step';
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
  // One more than cores: pages wait for timers a quarter of the time.
  workers: 3,
});

const integrationTests = jestStep({
  name: 'integration tests',
  pattern: '\\.integration\\.test\\.',
  workers: 2,
});

/** Each keeps one core busy; lint takes about as long as the others together. */
const checks: readonly (readonly Step[])[] = [
  [typeCheckStep, cyclesStep, formatStep, assertionBudgetStep],
  [lintStep],
];

/** They wait for servers a third of their time; the checks compute meanwhile. */
const serverTests: readonly Step[] = [browserTests, integrationTests];

function installed(seconds: number): StepResult {
  const none = { passed: 0, failed: 0, skipped: 0 };
  return { name: 'install', ok: true, seconds, ...none };
}

/** `npm test`: everything; with the argument `check`: what needs no server. */
export async function main(options: MainOptions): Promise<void> {
  const { root, installSeconds, args } = options;
  const signal = interruption();
  const context: RunContext = { root, ci: Boolean(process.env.CI), signal };
  const lanes = args.includes('check') ? checks : [...checks, serverTests];
  const results: StepResult[] = [
    installed(installSeconds),
    ...(await runLanes(lanes, context)),
    // Last and alone: they fill every core, and would slow down what has time limits.
    ...(await runLane([unitTests], context)),
  ];
  console.log(summary(results));
  if (signal.aborted || results.some(({ ok }) => !ok)) process.exitCode = 1;
}
