import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { freePorts } from '../../start/ports';
import { waitForHttp } from '../../start/waitForHttp';
import type { Runnable } from './languages';

/** What an agent renders into the file of a pod. */
export interface RenderedCredentials {
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly sslMode: string;
}

/** A rendered skeleton as a running process, with the file its credentials are in. */
export class SkeletonService {
  #output = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly file: string,
    readonly url: string,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', chunk => {
        this.#output += String(chunk);
      });
  }

  static async start(
    runnable: Runnable,
    folder: string,
    how: { caFile: string; credentials: RenderedCredentials },
  ): Promise<SkeletonService> {
    const { app: port } = await freePorts();
    const file = path.join(folder, 'db');
    await writeFile(file, JSON.stringify(how.credentials), { mode: 0o600 });
    const child = spawn(runnable.command, [...runnable.args], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOST: '127.0.0.1',
        PORT: String(port),
        DB_CREDENTIALS_FILE: file,
        DB_CA_FILE: how.caFile,
      },
    });
    const url = `http://127.0.0.1:${port}`;
    const service = new SkeletonService(child, file, url);
    const ended = once(child, 'exit').then(() => {
      throw new Error(`The service ended: ${service.output}`);
    });
    await waitForHttp({
      url: `${url}/readyz`,
      timeoutMs: 30_000,
      abandon: ended,
    });
    ended.catch(() => undefined);
    return service;
  }

  /** Everything it wrote. */
  get output(): string {
    return this.#output;
  }

  /** Puts new credentials in place of the old ones at once, as an agent does. */
  async render(credentials: RenderedCredentials): Promise<void> {
    await writeFile(`${this.file}.new`, JSON.stringify(credentials));
    await rename(`${this.file}.new`, this.file);
  }

  signal(signal: 'SIGHUP' | 'SIGTERM'): void {
    this.child.kill(signal);
  }

  /** Asks it to stop; answers its exit code. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode !== null) return this.child.exitCode;
    const ended = once(this.child, 'exit');
    this.signal('SIGTERM');
    const late = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(late);
    return this.child.exitCode;
  }
}
