import path from 'node:path';

import { ManagedProcess } from './ManagedProcess';
import { portVariables } from './ports';
import { SandboxAddresses, StartOptions } from './sandboxProcess';

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
  ports: StartOptions['ports'],
  { vault, kubernetes, postgres, directory }: SandboxAddresses,
): Record<string, string> {
  return {
    ...portVariables(ports),
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

/** Starts one of our two packages with the Backstage CLI: it rebuilds what changes. */
export function startBackstagePackage(
  name: 'backend' | 'app',
  options: StartOptions,
  addresses: SandboxAddresses,
): Promise<ManagedProcess> {
  const { root, ports, logFolder, verbose } = options;
  return ManagedProcess.start({
    name,
    command: process.execPath,
    args: [
      path.join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
      'package',
      'start',
    ],
    cwd: path.join(root, 'packages', name),
    env: configVariables(ports, addresses),
    logFile: path.join(logFolder, `${name}.log`),
    verbose,
  });
}
