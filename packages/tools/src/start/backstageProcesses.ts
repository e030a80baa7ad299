import path from 'node:path';

import { ManagedProcess } from './ManagedProcess';
import { portVariables } from './ports';
import { publishedFolderOf } from './publishedFolder';
import {
  SandboxAddresses,
  StartOptions,
  typeScriptArgs,
} from './sandboxProcess';

/** Addresses of the demo Backstage. */
export interface BackstageUrls {
  readonly app: string;
  readonly backend: string;
}

/** Where the demo Backstage answers. */
export function backstageUrls(ports: StartOptions['ports']): BackstageUrls {
  return {
    app: `http://localhost:${ports.app}`,
    backend: `http://localhost:${ports.backend}`,
  };
}

/** What app-config.yaml takes from the environment. */
function configVariables(
  options: StartOptions,
  { vault, kubernetes, postgres, directory }: SandboxAddresses,
): Record<string, string> {
  return {
    ...portVariables(options.ports),
    DEMO_PUBLISHED_FOLDER: publishedFolderOf(options),
    NODE_ENV: 'development',
    // The page is announced, never opened by itself.
    BROWSER: 'none',
    SANDBOX_RUN_DIR: directory,
    SANDBOX_VAULT_ADDRESS: vault.address,
    SANDBOX_KUBERNETES_URL: kubernetes.url,
    SANDBOX_POSTGRES_HOST: postgres.host,
    SANDBOX_POSTGRES_PORT: String(postgres.port),
    SANDBOX_POSTGRES_USER: postgres.user,
    SANDBOX_POSTGRES_PASSWORD: postgres.password,
  };
}

/** The backend runs without a watcher: one that restarts a crashed backend on the next change would hide the crash. */
function backendArgs(root: string): string[] {
  return [
    '--enable-source-maps',
    ...typeScriptArgs(root, 'src/index.ts'),
    ...['--config', path.join(root, 'app-config.yaml')],
  ];
}

/** The page is rebuilt when its source changes. */
function appArgs(root: string): string[] {
  const cli = 'node_modules/@backstage/cli/bin/backstage-cli';
  return [path.join(root, cli), 'package', 'start'];
}

/** Starts the backend or the page of the demo. */
export function startBackstagePackage(
  name: 'backend' | 'app',
  options: StartOptions,
  addresses: SandboxAddresses,
): Promise<ManagedProcess> {
  const { root, logFolder, verbose } = options;
  return ManagedProcess.start({
    name,
    command: process.execPath,
    args: name === 'backend' ? backendArgs(root) : appArgs(root),
    cwd: path.join(root, 'packages', name),
    env: configVariables(options, addresses),
    logFile: path.join(logFolder, `${name}.log`),
    verbose,
  });
}
