import { StepResult } from './Step';

function row(result: StepResult, width: number): string {
  const { name, ok, seconds, passed, failed, skipped } = result;
  const cases =
    passed + failed + skipped === 0
      ? ''
      : `${passed} passed, ${failed} failed, ${skipped} skipped`;
  const line = `  ${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(width)}  ${seconds
    .toFixed(1)
    .padStart(7)} s  ${cases}`;
  return line.trimEnd();
}

/**
 * The closing table and line. The line counts test cases; a step without
 * cases that failed, such as lint, counts as one failed case, so that the line
 * never reads as success when the run was none.
 */
export function summary(results: readonly StepResult[]): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce(
    (sum, result) =>
      sum + (result.ok ? result.failed : Math.max(result.failed, 1)),
    0,
  );
  const problems = results.flatMap(({ name, problem }) =>
    problem ? [`  ${name}: ${problem}`] : [],
  );
  return [
    '',
    ...results.map(result => row(result, width)),
    ...(problems.length > 0 ? ['', ...problems] : []),
    '',
    `${passed} passed, ${failed} failed`,
  ].join('\n');
}
