import { assertionBudgetStep } from './assertionBudgetStep';
import { cyclesStep, formatStep, lintStep, typeCheckStep } from './checks';
import { ensureChromium } from './chromium';
import { jestStep } from './jestStep';
import { runStep, Step, StepResult } from './Step';
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

const browserSuite = jestStep({
  name: 'browser tests',
  pattern: '\\.browser\\.test\\.',
  workers: 1,
});

const browserTests: Step = {
  name: browserSuite.name,
  async run(context) {
    process.env.CHROMIUM_PATH = await ensureChromium(context.root);
    return browserSuite.run(context);
  },
};

const checks: readonly Step[] = [
  typeCheckStep,
  lintStep,
  cyclesStep,
  formatStep,
  assertionBudgetStep,
  unitTests,
];

/** `npm test`: everything; with the argument `check`: what needs no server. */
export async function main(options: MainOptions): Promise<void> {
  const { root, installSeconds, args } = options;
  const context = { root, ci: Boolean(process.env.CI) };
  const steps = args.includes('check')
    ? checks
    : [...checks, integrationTests, browserTests];
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
  for (const step of steps) {
    results.push(await runStep(step, context));
  }
  console.log(summary(results));
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
}
