import { constants, getPriority } from 'node:os';

import { runCommand } from './runCommand';

const cwd = process.cwd();
const node = process.execPath;

describe('runCommand', () => {
  it('answers the exit code', async () => {
    const code = await runCommand(node, ['-e', 'process.exit(3)'], { cwd });

    expect(code).toBe(3);
  });

  it('ends the command when the run is interrupted', async () => {
    const controller = new AbortController();
    const endless = runCommand(node, ['-e', 'setInterval(() => {}, 1e6)'], {
      cwd,
      signal: controller.signal,
    });

    controller.abort();

    await expect(endless).rejects.toThrow('aborted');
  });

  it('lets a command that yields compute after the others', async () => {
    const wanted = Math.max(
      getPriority(),
      constants.priority.PRIORITY_BELOW_NORMAL,
    );
    // It may look before its priority is set.
    const look = `setInterval(() => require('os').getPriority() === ${wanted} && process.exit(7), 20)`;

    const code = await runCommand(node, ['-e', look], { cwd, yields: true });

    expect(code).toBe(7);
  });
});
