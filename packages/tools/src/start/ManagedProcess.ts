import { ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** What to run and where its output goes. */
export interface ProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Record<string, string | undefined>;
  /** The log file; its folder is made when absent. */
  readonly logFile: string;
  /** Also show every line, with the process's name before it. */
  readonly verbose?: boolean;
}

const KEPT_LINES = 25;
const TERMINATE_WITHIN_MS = 15_000;

/**
 * One process with everything it starts. It leads a process group of its own,
 * so that a Ctrl-C reaches us first and ending it ends its children too.
 */
export class ManagedProcess {
  readonly exited: Promise<number | null>;
  private readonly lastLines: string[] = [];
  private readonly listeners = new Set<(line: string) => void>();
  private stopping = false;

  private constructor(
    private readonly options: ProcessOptions,
    private readonly child: ChildProcess,
    private readonly log: WriteStream,
  ) {
    this.exited = new Promise(resolve => {
      child.once('error', error => {
        this.accept(`could not be started: ${error.message}`);
        resolve(null);
      });
      child.once('close', code => resolve(code));
    }).then(code => {
      log.end();
      return typeof code === 'number' ? code : null;
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) {
        createInterface({ input: stream }).on('line', line =>
          this.accept(line),
        );
      }
    }
  }

  /** Starts it; a failure to start shows as an exit. */
  static async start(options: ProcessOptions): Promise<ManagedProcess> {
    await mkdir(path.dirname(options.logFile), { recursive: true });
    const log = createWriteStream(options.logFile);
    const child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    return new ManagedProcess(options, child, log);
  }

  get name(): string {
    return this.options.name;
  }

  /** Whether it is being ended on purpose. */
  get isStopping(): boolean {
    return this.stopping;
  }

  /** Calls back for every further line of output; answers how to stop that. */
  onLine(listener: (line: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Writes one line to its standard input. */
  send(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }

  /** What went wrong, with the end of its output. */
  failure(what: string): Error {
    const lines = this.lastLines.map(line => `  ${line}`).join('\n');
    return new Error(
      `${this.name} ${what}. Its last lines (all of them: ${this.options.logFile}):\n${lines}`,
    );
  }

  /** The first line that fits; rejects when the process ends before it wrote one. */
  waitForLine(
    fits: (line: string) => boolean,
    timeoutMs: number,
  ): Promise<string> {
    return new Promise((resolve, reject) => {
      const ends: (() => void)[] = [];
      const settle = () => ends.forEach(end => end());
      const late = () => {
        settle();
        reject(this.failure(`was not ready within ${timeoutMs / 1000} s`));
      };
      const timer = setTimeout(late, timeoutMs);
      ends.push(() => clearTimeout(timer));
      ends.push(
        this.onLine(line => {
          if (!fits(line)) return;
          settle();
          resolve(line);
        }),
      );
      this.exited
        .then(code => {
          settle();
          reject(this.failure(`ended early (exit ${code})`));
        })
        .catch(reject);
    });
  }

  /** Ends it and everything it started; waits until it is gone. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.signal('SIGTERM');
    const timer = setTimeout(() => this.signal('SIGKILL'), TERMINATE_WITHIN_MS);
    await this.exited;
    clearTimeout(timer);
    // A child that outlived its leader still belongs to the group.
    this.signal('SIGKILL');
  }

  private signal(signal: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, signal);
    } catch {
      // Nobody of the group is left.
    }
  }

  private accept(line: string): void {
    this.lastLines.push(line);
    if (this.lastLines.length > KEPT_LINES) this.lastLines.shift();
    this.log.write(`${line}\n`);
    if (this.options.verbose) console.log(`[${this.name}] ${line}`);
    for (const listener of [...this.listeners]) listener(line);
  }
}
