/* eslint-disable jest/no-export, jest/valid-title, jest/valid-describe-callback -- describes tests for others */
import { spawnSync } from 'node:child_process';

/** Whether a program can be started here; tests that need a real one say so in their title. */
export function hasProgram(name: string, ...args: string[]): boolean {
  return spawnSync(name, args, { stdio: 'ignore' }).status === 0;
}

/**
 * `describe`, where what it needs is there; elsewhere one test whose title
 * says what was not judged, for programs no machine has to have.
 */
export function describeIf(
  available: boolean,
): (title: string, judge: () => void) => void {
  return (title, judge) => {
    if (available) {
      describe(title, judge);
      return;
    }
    // eslint-disable-next-line jest/expect-expect -- the title says why nothing is judged
    it(`is not run here: ${title}`, () => {
      process.stderr.write(`Not run on this machine: ${title}\n`);
    });
  };
}
