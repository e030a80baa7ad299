import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { obeyControlLines } from './control';
import { faults } from './seed/faults';
import { portsFromEnvironment } from './ports';
import { startSandbox, type Sandbox, type SandboxSeed } from './startSandbox';

const HELP = `Usage: yarn sandbox [--seed none|services|faults|all] [--directory <folder>] [--no-controllers] [--quick]

Starts PostgreSQL, a Vault-compatible server and a Kubernetes API server on
127.0.0.1, fills them, and prints how to reach them. Ctrl-C ends it.

Lines on its standard input: "vault stop", "vault start".

Ports: SANDBOX_VAULT_PORT (8200), SANDBOX_KUBERNETES_PORT (6443),
SANDBOX_POSTGRES_PORT (54329).

Real servers instead: VAULT_BIN, VAULT_ADDR with VAULT_TOKEN, KUBEBUILDER_ASSETS,
SANDBOX_KUBECONFIG, SANDBOX_POSTGRES_URL, SANDBOX_MYSQL_URL, or vault, bao and
mariadbd on the PATH. SANDBOX_SERVERS=own ignores them. See README.md.`;

const SEEDS: Record<string, SandboxSeed> = {
  none: false,
  services: 'services',
  faults: 'faults',
  all: 'all',
};

function readArguments() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: 'all' },
      directory: { type: 'string' },
      'no-controllers': { type: 'boolean', default: false },
      quick: { type: 'boolean' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const seed = SEEDS[values.seed];
  if (seed === undefined)
    throw new Error(
      `--seed is "${values.seed}"; give ${Object.keys(SEEDS).join(', ')}.`,
    );
  return { ...values, seed };
}

function exports({
  vault,
  kubernetes,
  postgres,
  directory,
}: Sandbox): string[] {
  const variables: Record<string, string | number> = {
    VAULT_ADDR: vault.address,
    VAULT_TOKEN: vault.token,
    KUBECONFIG: kubernetes.kubeconfigPath,
    PGHOST: postgres.host,
    PGPORT: postgres.port,
    PGUSER: postgres.user,
    PGPASSWORD: postgres.password,
    PGDATABASE: 'postgres',
    SANDBOX_RUN_DIR: directory,
    SANDBOX_POSTGRES_PASSWORD: postgres.password,
  };
  return Object.entries(variables).map(
    ([name, value]) => `export ${name}='${value}'`,
  );
}

function readyLine(sandbox: Sandbox): string {
  const { vault, kubernetes, postgres, mysql, using, directory } = sandbox;
  return `SANDBOX_READY ${JSON.stringify({
    vault: { address: vault.address, token: vault.token },
    kubernetes: {
      url: kubernetes.url,
      kubeconfigPath: kubernetes.kubeconfigPath,
    },
    postgres: {
      host: postgres.host,
      port: postgres.port,
      user: postgres.user,
      password: postgres.password,
    },
    mysql: mysql && {
      host: mysql.host,
      port: mysql.port,
      user: mysql.user,
      password: mysql.password,
    },
    using,
    directory,
    faults,
  })}`;
}

/** Aborts at the first signal; a second one while stopping is ignored. */
function signalled(): AbortSignal {
  const ended = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () =>
      ended.abort(new Error(`Stopped by ${signal} while starting.`)),
    );
  return ended.signal;
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

async function main(): Promise<void> {
  const args = readArguments();
  if (args.help) {
    console.log(HELP);
    return;
  }
  const ended = signalled();
  const sandbox = await startSandbox({
    ports: portsFromEnvironment(process.env),
    directory: args.directory,
    seed: args.seed,
    controllers: args['no-controllers'] ? false : undefined,
    quick: args.quick,
    onProblem: text => console.error(`controller: ${text}`),
    signal: ended,
  });
  exports(sandbox).forEach(line => console.log(line));
  console.log(readyLine(sandbox));
  obeyControlLines(sandbox, process.stdin);
  await untilAborted(ended);
  await sandbox.stop();
}

main()
  .then(() => process.exit(0))
  .catch(error => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  });
