import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Environment } from './executables';

/** A server program to run. */
export interface ServerCommand {
  /** What messages call it. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** The whole environment of the program: nothing of ours leaks into it. */
  readonly env: Environment;
  /** Default: a minute. */
  readonly readyWithinMs?: number;
}

const READY_WITHIN_MS = 60_000;
const ATTEMPT_MS = 5_000;
const LOG_WITHIN_MS = 1_000;
const STOP_WITHIN_MS = 10_000;
const POLL_MS = 100;
const KEPT_LINES = 8;

/** Why one attempt failed, undefined when it did not. A server that accepts and then says nothing has failed as well. */
async function attempt(
  answers: () => Promise<unknown>,
  withinMs: number,
): Promise<string | undefined> {
  const answered = new AbortController();
  const { signal } = answered;
  const tooLate = sleep(withinMs, 'it accepts and does not answer', { signal });
  try {
    const asked = answers().then(() => undefined, String);
    return await Promise.race([asked, tooLate]);
  } finally {
    tooLate.catch(() => undefined);
    answered.abort();
  }
}

/** A server program that was started, with the end of its log for when it fails. */
export class ServerProcess {
  private log = '';
  private failure: string | undefined;
  private readonly child: ChildProcess;
  private readonly outputEnded: Promise<unknown>;
  /** A normal exit of ours must not leave the program behind. */
  private readonly killAtExit = () => this.child.kill('SIGKILL');

  constructor(private readonly command: ServerCommand) {
    // A group of its own: Ctrl-C reaches us alone, and we end the servers in their order.
    this.child = spawn(command.file, [...command.args], {
      env: { ...command.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const keep = (chunk: Buffer) => {
      const lines = `${this.log}${chunk.toString()}`.split('\n');
      this.log = lines.slice(-KEPT_LINES).join('\n');
    };
    this.child.stdout?.on('data', keep);
    this.child.stderr?.on('data', keep);
    this.child.once('error', error => {
      this.failure = error.message;
    });
    this.child.once('exit', (code, signal) => {
      this.failure ??= `it ended with ${signal ?? `exit code ${code ?? '?'}`}`;
    });
    this.outputEnded = new Promise(resolve =>
      this.child.once('close', resolve),
    );
    process.once('exit', this.killAtExit);
  }

  /** Waits until `answers` does not fail any more; says what the program printed when it never does. */
  async untilReady(answers: () => Promise<unknown>): Promise<void> {
    const { readyWithinMs = READY_WITHIN_MS } = this.command;
    const deadline = Date.now() + readyWithinMs;
    for (;;) {
      if (this.failure !== undefined) throw await this.notStarted(this.failure);
      const left = Math.max(deadline - Date.now(), POLL_MS);
      const problem = await attempt(answers, Math.min(left, ATTEMPT_MS));
      if (problem === undefined) return;
      if (Date.now() > deadline)
        throw await this.notStarted(
          `not ready within ${readyWithinMs} ms (${problem})`,
        );
      await sleep(POLL_MS);
    }
  }

  /** Freezes or thaws the program; a frozen one answers nothing, like a machine that is gone. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(signal);
  }

  /** Asks the program to end, and ends it by force when it does not. */
  async stop(): Promise<void> {
    process.off('exit', this.killAtExit);
    if (this.failure !== undefined) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGCONT');
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_WITHIN_MS);
    await ended;
    clearTimeout(timer);
  }

  private async notStarted(why: string): Promise<Error> {
    const { name, file } = this.command;
    // The end of a program is often known before its last words are read.
    if (this.failure !== undefined)
      await Promise.race([
        this.outputEnded,
        sleep(LOG_WITHIN_MS, undefined, { ref: false }),
      ]);
    return new Error(
      `${name} (${file}) did not start: ${why}.\n${this.log.trim()}`,
    );
  }
}
