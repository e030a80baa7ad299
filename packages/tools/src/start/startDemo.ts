import { backstageUrls, startBackstagePackage } from './backstageProcesses';
import { ManagedProcess } from './ManagedProcess';
import { assertPortsFree } from './ports';
import { preparePublishedFolder, publishedFolderOf } from './publishedFolder';
import {
  SandboxProcess,
  startSandboxProcess,
  StartOptions,
} from './sandboxProcess';
import { waitForHttp } from './waitForHttp';

/** The whole demo: the sandbox and a Backstage that reads it. */
export interface Demo {
  readonly urls: { readonly app: string; readonly backend: string };
  readonly sandbox: SandboxProcess;
  /** Rejects when a part ends. */
  readonly broken: Promise<never>;
  /** Ends every process the demo started. */
  stop(): Promise<void>;
}

/** What `startDemo` may be told beyond where to start. */
export interface DemoOptions extends StartOptions {
  /** Called with one sentence per step. */
  readonly progress: (step: string) => void;
  /** Aborting ends what was started so far. */
  readonly signal?: AbortSignal;
}

const READY_WITHIN_MS = 480_000;

function broken(processes: readonly ManagedProcess[]): Promise<never> {
  const exits = processes.map(async process => {
    const code = await process.exited;
    throw process.isStopping
      ? new Error('Interrupted.')
      : process.failure(`ended (exit ${code})`);
  });
  const first = Promise.race(exits);
  // Whoever waits for it sees the rejection; nobody has to.
  first.catch(() => {});
  return first;
}

/** Starts everything in the order it depends on each other, and waits until the page answers. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { ports, progress, signal } = options;
  const urls = backstageUrls(ports);
  const processes: ManagedProcess[] = [];
  const stop = async () => {
    await Promise.all(processes.slice(1).map(process => process.stop()));
    await processes[0]?.stop();
  };
  const onAbort = () => {
    stop().catch(error => progress(String(error)));
  };
  signal?.addEventListener('abort', onAbort, { once: true });

  try {
    await assertPortsFree(ports);
    progress('Starting PostgreSQL, Vault and Kubernetes …');
    const sandbox = await startSandboxProcess({
      ...options,
      onStarted: process => processes.push(process),
    });
    progress('Starting Backstage …');
    await preparePublishedFolder(publishedFolderOf(options));
    for (const name of ['backend', 'app'] as const) {
      processes.push(
        await startBackstagePackage(name, options, sandbox.addresses),
      );
    }
    const abandon = broken(processes);
    await Promise.all([
      waitForHttp({
        url: `${urls.backend}/.backstage/health/v1/readiness`,
        timeoutMs: READY_WITHIN_MS,
        abandon,
      }),
      waitForHttp({ url: urls.app, timeoutMs: READY_WITHIN_MS, abandon }),
    ]);
    return { urls, sandbox, broken: abandon, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}
