import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { ManagedProcess } from './ManagedProcess';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'managed-process-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function run(script: string) {
  return ManagedProcess.start({
    name: 'probe',
    command: process.execPath,
    args: ['-e', script],
    cwd: folder,
    env: {},
    logFile: path.join(folder, 'logs', 'probe.log'),
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('ManagedProcess', () => {
  it('answers the line that was waited for and keeps all lines in its log', async () => {
    const probe = await run(
      'console.log("one"); console.log("READY 1"); setInterval(() => {}, 1000)',
    );

    const line = await probe.waitForLine(l => l.startsWith('READY'), 45_000);
    await probe.stop();

    expect(line).toBe('READY 1');
    const log = await readFile(path.join(folder, 'logs', 'probe.log'), 'utf8');
    expect(log).toContain('one\nREADY 1\n');
  });

  it('shows the last lines when the process ends before it was ready', async () => {
    const probe = await run('console.error("no database"); process.exit(3)');

    await expect(probe.waitForLine(() => false, 45_000)).rejects.toThrow(
      /probe ended early \(exit 3\)[\s\S]*no database/,
    );
  });

  it('rejects when the line does not come in time', async () => {
    const probe = await run('setInterval(() => {}, 1000)');

    await expect(probe.waitForLine(() => false, 50)).rejects.toThrow(
      'was not ready within 0.05 s',
    );
    await probe.stop();
  });

  it('ends the children of a process that ignores them', async () => {
    const probe = await run(`
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      console.log('CHILD ' + child.pid);
      setInterval(() => {}, 1000);
    `);
    const line = await probe.waitForLine(l => l.startsWith('CHILD'), 45_000);
    const pid = Number(line.split(' ')[1]);
    expect(isAlive(pid)).toBe(true);

    await probe.stop();

    await expect(untilDead(pid)).resolves.toBe(true);
  });

  it('passes lines to the standard input', async () => {
    const probe = await run(
      'process.stdin.on("data", d => console.log("got " + String(d).trim()))',
    );

    probe.send('vault stop');
    const line = await probe.waitForLine(l => l.startsWith('got'), 45_000);
    await probe.stop();

    expect(line).toBe('got vault stop');
  });
});

async function untilDead(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (!isAlive(pid)) return true;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return false;
}
