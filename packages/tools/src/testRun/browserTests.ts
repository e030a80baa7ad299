import path from 'node:path';

import { SHARED_DEMO, startDemoForTests } from '../browser/joinDemo';
import { shareDemo } from '../browser/sharedDemo';
import type { Demo } from '../start/startDemo';
import { ensureChromium } from './chromium';
import { jestStep } from './jestStep';
import { RunContext, Step, StepOutcome } from './Step';

const name = 'browser tests';

async function runOn(demo: Demo, context: RunContext): Promise<StepOutcome> {
  const shared = await shareDemo(demo);
  const suite = jestStep({
    name,
    pattern: '\\.browser\\.test\\.',
    // The files share one demo, and each may stop its Vault.
    workers: 1,
    env: { [SHARED_DEMO]: shared.url },
  });
  try {
    return await suite.run(context);
  } finally {
    await shared.close();
  }
}

function stopWhenAborted(demo: Demo, signal: AbortSignal): void {
  const stop = () => {
    demo.stop().catch(error => console.error(error));
  };
  signal.addEventListener('abort', stop, { once: true });
}

/** All browser tests on one demo: its start takes as long as many tests. */
export const browserTests: Step = {
  name,
  async run(context) {
    process.env.CHROMIUM_PATH = await ensureChromium(context.root);
    const logFolder = path.join(context.root, '.cache/logs/browser-tests');
    console.log(`Starting the demo; its logs: ${logFolder}`);
    const { signal } = context;
    const demo = await startDemoForTests({ logFolder, signal });
    stopWhenAborted(demo, signal);
    // Tests only see that nothing answers any more; this says what ended, and its last lines.
    let problem: string | undefined;
    demo.broken.catch((error: Error) => {
      problem = error.message;
    });
    try {
      const outcome = await runOn(demo, context);
      return { ...outcome, problem: problem ?? outcome.problem };
    } finally {
      await demo.stop();
    }
  },
};
