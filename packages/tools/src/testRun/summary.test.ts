import { StepResult } from './Step';
import { summary } from './summary';

function aResult(given: Partial<StepResult>): StepResult {
  return {
    name: 'unit tests',
    ok: true,
    seconds: 1,
    passed: 0,
    failed: 0,
    skipped: 0,
    ...given,
  };
}

function lastLine(...results: StepResult[]) {
  return summary(results).split('\n').pop();
}

describe('summary', () => {
  it('closes with the totals over all test cases', () => {
    const unit = aResult({ passed: 40, skipped: 1 });
    const browser = aResult({ passed: 2, failed: 1, ok: false });

    expect(lastLine(unit, browser)).toBe('42 passed, 1 failed');
  });

  it('counts a failed check as one failure although it has no cases', () => {
    const lint = aResult({ name: 'lint', ok: false });

    expect(lastLine(lint, aResult({ passed: 3 }))).toBe('3 passed, 1 failed');
  });

  it('counts a suite that crashed before its first case as one failure', () => {
    expect(lastLine(aResult({ ok: false }))).toBe('0 passed, 1 failed');
  });

  it('shows why a step failed when its output does not say', () => {
    const text = summary([aResult({ ok: false, problem: 'no Chromium' })]);

    expect(text).toContain('unit tests: no Chromium');
  });
});
