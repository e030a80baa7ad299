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
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;
const POLL_MS = 100;
const KEPT_LINES = 8;

/** A server program that was started, with the end of its log for when it fails. */
export class ServerProcess {
  private log = '';
  private failure: string | undefined;
  private readonly child: ChildProcess;
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
    process.once('exit', this.killAtExit);
  }

  /** Waits until `answers` does not fail any more; says what the program printed when it never does. */
  async untilReady(answers: () => Promise<unknown>): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    for (;;) {
      if (this.failure !== undefined) throw this.notStarted(this.failure);
      const ready = await answers().then(
        () => true,
        () => false,
      );
      if (ready) return;
      if (Date.now() > deadline)
        throw this.notStarted(`no answer within ${READY_WITHIN_MS} ms`);
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

  private notStarted(why: string): Error {
    const { name, file } = this.command;
    return new Error(
      `${name} (${file}) did not start: ${why}.\n${this.log.trim()}`,
    );
  }
}
