import path from 'node:path';

import { announcement } from './announce';
import { interruption } from './interruption';
import { readPorts } from './ports';
import { startDemo } from './startDemo';

/** What the entry scripts hand over. */
export interface MainOptions {
  readonly root: string;
  readonly installSeconds: number;
  readonly args: readonly string[];
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** `npm start`: everything up, then wait for Ctrl-C. */
export async function main({ root, args }: MainOptions): Promise<void> {
  const startedAt = Date.now();
  const signal = interruption();
  const options = {
    root,
    ports: readPorts(process.env),
    logFolder: path.join(root, '.cache/logs'),
    verbose: args.includes('--verbose'),
    progress: (step: string) => console.log(step),
    signal,
  };

  const demo = await startDemo(options).catch(error => {
    // The failure of a part that was interrupted is no news.
    if (signal.aborted) return undefined;
    throw error;
  });
  if (!demo) return;
  console.log(announcement(demo, (Date.now() - startedAt) / 1000));
  try {
    await Promise.race([aborted(signal), demo.broken]);
  } finally {
    console.log('Stopping …');
    await demo.stop();
  }
}
