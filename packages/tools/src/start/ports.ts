import { createServer } from 'node:net';

/** The ports `npm start` listens on, all on 127.0.0.1. */
export interface Ports {
  readonly vault: number;
  readonly kubernetes: number;
  readonly postgres: number;
  readonly backend: number;
  readonly app: number;
}

const host = '127.0.0.1';

const settings: Readonly<
  Record<keyof Ports, { variable: string; fallback: number; what: string }>
> = {
  vault: { variable: 'SANDBOX_VAULT_PORT', fallback: 8200, what: 'Vault' },
  kubernetes: {
    variable: 'SANDBOX_KUBERNETES_PORT',
    fallback: 6443,
    what: 'the Kubernetes API',
  },
  // Not 5432: a machine that develops against PostgreSQL often runs one there.
  postgres: {
    variable: 'SANDBOX_POSTGRES_PORT',
    fallback: 54329,
    what: 'PostgreSQL',
  },
  backend: {
    variable: 'BACKEND_PORT',
    fallback: 7007,
    what: 'the Backstage backend',
  },
  app: { variable: 'APP_PORT', fallback: 3000, what: 'the Backstage page' },
};

const names: readonly (keyof Ports)[] = [
  'vault',
  'kubernetes',
  'postgres',
  'backend',
  'app',
];

type Environment = Readonly<Record<string, string | undefined>>;

function readPort(name: keyof Ports, env: Environment): number {
  const { variable, fallback } = settings[name];
  const text = env[variable];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(
      `${variable} is "${text}"; it must be a port between 1 and 65535.`,
    );
  }
  return port;
}

function portsFrom(value: (name: keyof Ports) => number): Ports {
  return {
    vault: value('vault'),
    kubernetes: value('kubernetes'),
    postgres: value('postgres'),
    backend: value('backend'),
    app: value('app'),
  };
}

/** The ports the environment asks for, or their defaults; two services may not share one. */
export function readPorts(env: Environment): Ports {
  const ports = portsFrom(name => readPort(name, env));
  for (const name of names) {
    const other = names.find(n => n !== name && ports[n] === ports[name]);
    if (other) {
      throw new Error(
        `${settings[name].variable} and ${settings[other].variable} are both ${ports[name]}; give them different ports.`,
      );
    }
  }
  return ports;
}

/** The same ports as environment variables, for the processes that read them. */
export function portVariables(ports: Ports): Record<string, string> {
  return Object.fromEntries(
    names.map(name => [settings[name].variable, String(ports[name])]),
  );
}

function listenBriefly(port: number): Promise<number | undefined> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, host, () => {
      const address = server.address();
      const bound =
        address !== null && typeof address === 'object' ? address.port : port;
      server.close(() => resolve(bound));
    });
  });
}

/** Throws one sentence per taken port, with the variable that moves the service elsewhere. */
export async function assertPortsFree(ports: Ports): Promise<void> {
  const problems: string[] = [];
  for (const name of names) {
    if ((await listenBriefly(ports[name])) === undefined) {
      const { variable, what } = settings[name];
      problems.push(
        `Port ${
          ports[name]
        } for ${what} is taken on ${host}. Stop what listens there, or choose another: ${variable}=${
          ports[name] + 1000
        } npm start`,
      );
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** Ports nobody listens on now: for tests that start everything beside a running demo. */
export async function freePorts(): Promise<Ports> {
  const found = new Set<number>();
  while (found.size < names.length) {
    const port = await listenBriefly(0);
    if (port !== undefined) found.add(port);
  }
  const list = [...found];
  return portsFrom(name => list[names.indexOf(name)]);
}
