import { ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import type { ReplicaSettings } from './replica';

/** A replica of the backend in a process of its own. */
export class ReplicaProcess {
  /** Namespaces it read, in that order. */
  readonly reads: string[] = [];
  private errors = '';

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    child.stderr.on('data', chunk => {
      this.errors = `${this.errors}${String(chunk)}`.slice(-4000);
    });
  }

  /** Starts it and waits until it serves. */
  static async start(settings: ReplicaSettings): Promise<ReplicaProcess> {
    const transform = require.resolve(
      '@backstage/cli-node/config/nodeTransform.cjs',
    );
    const child = spawn(
      process.execPath,
      ['--require', transform, require.resolve('./replica')],
      {
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          REPLICA: JSON.stringify(settings),
        },
        stdio: 'pipe',
      },
    );
    const replica = new ReplicaProcess(child);
    await replica.untilReady();
    return replica;
  }

  /** Ends it at once, as a machine that fails does. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  private untilReady(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.child.once('exit', code => {
        reject(new Error(`The replica ended (exit ${code}): ${this.errors}`));
      });
      createInterface({ input: this.child.stdout }).on('line', line => {
        const [word, value] = line.split(' ');
        if (word === 'READ') this.reads.push(value);
        if (word === 'READY') resolve();
      });
    });
  }
}
