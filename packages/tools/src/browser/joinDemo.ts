import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { freePorts } from '../start/ports';
import { SandboxCommand } from '../start/sandboxProcess';
import { Demo, DemoOptions, startDemo } from '../start/startDemo';
import { controlSharedDemo, DemoAddresses, findSharedDemo } from './sharedDemo';

/** The variable by which a run of several files says where its demo is. */
export const SHARED_DEMO = 'SHARED_DEMO';

const root = path.resolve(require.resolve('./joinDemo'), '../../../../..');

/** The demo as a file of tests uses it. */
export interface JoinedDemo extends DemoAddresses {
  control(command: SandboxCommand): Promise<void>;
  /** To be called when the file is done. */
  leave(): Promise<void>;
}

/** Starts a demo beside whatever else runs here; what its templates publish goes with it. */
export async function startDemoForTests(
  options: Pick<DemoOptions, 'logFolder' | 'signal'>,
): Promise<Demo> {
  const publishedFolder = await mkdtemp(path.join(os.tmpdir(), 'published-'));
  const removePublished = () =>
    rm(publishedFolder, { recursive: true, force: true });
  try {
    const demo = await startDemo({
      ...options,
      root,
      ports: await freePorts(),
      publishedFolder,
      verbose: false,
      progress: () => {},
    });
    const stop = async () => {
      await demo.stop();
      await removePublished();
    };
    return { ...demo, stop };
  } catch (error) {
    await removePublished();
    throw error;
  }
}

async function joinShared(url: string): Promise<JoinedDemo> {
  return {
    ...(await findSharedDemo(url)),
    control: command => controlSharedDemo(url, command),
    // Whatever became of the tests of this file, the next one finds Vault running.
    leave: () => controlSharedDemo(url, 'vault start'),
  };
}

/** The demo of the run, or, for a file that is run alone, one of its own. */
export async function joinDemo(): Promise<JoinedDemo> {
  const shared = process.env[SHARED_DEMO];
  if (shared) return joinShared(shared);

  const demo = await startDemoForTests({
    logFolder: path.join(root, '.cache/logs/browser-test'),
  });
  return {
    urls: demo.urls,
    addresses: demo.sandbox.addresses,
    control: command => demo.sandbox.control(command),
    leave: () => demo.stop(),
  };
}
