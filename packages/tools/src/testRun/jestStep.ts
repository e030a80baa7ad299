import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

import { runInstalled } from './runCommand';
import { RunContext, Step, StepOutcome } from './Step';

/** A suite is the test files whose path fits a pattern. */
export interface Suite {
  readonly name: string;
  readonly pattern: string;
  readonly workers: number;
  /** What its tests find in the environment besides. */
  readonly env?: Readonly<Record<string, string>>;
}

interface JestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
}

async function runJest(
  { name, pattern, workers, env }: Suite,
  { root, signal }: RunContext,
): Promise<JestReport> {
  const folder = path.join(root, '.cache/test-results');
  const outputFile = path.join(folder, `${name.replaceAll(' ', '-')}.json`);
  await mkdir(folder, { recursive: true });
  await rm(outputFile, { force: true });
  await runInstalled(
    '@backstage/cli/bin/backstage-cli',
    [
      ...['repo', 'test', '--watchAll=false', '--passWithNoTests=false'],
      ...[`--testPathPatterns=${pattern}`, `--maxWorkers=${workers}`],
      ...['--json', `--outputFile=${outputFile}`, '--silent'],
    ],
    {
      cwd: root,
      signal,
      env: {
        CI: '1',
        NODE_ENV: 'test',
        // Some clients are ES modules only.
        NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
        ...env,
      },
    },
  );
  const report: JestReport = JSON.parse(await readFile(outputFile, 'utf8'));
  return report;
}

function outcome(report: JestReport, { ci }: RunContext): StepOutcome {
  const skipped = report.numPendingTests;
  const skippedInCi = ci && skipped > 0;
  // A file that cannot be loaded has no cases, yet it failed.
  const failed = Math.max(report.numFailedTests, report.numFailedTestSuites);
  return {
    ok: report.success && failed === 0 && !skippedInCi,
    passed: report.numPassedTests,
    failed,
    skipped,
    problem: skippedInCi
      ? `${skipped} tests were skipped; on a build server none may be.`
      : undefined,
  };
}

/** A step that runs one suite of all packages. */
export function jestStep(suite: Suite): Step {
  return {
    name: suite.name,
    run: async context => outcome(await runJest(suite, context), context),
  };
}
