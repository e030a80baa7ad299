import { createServer } from 'node:net';

/** The ports of the three servers; a free one where none is named. */
export interface SandboxPorts {
  readonly vault?: number;
  readonly kubernetes?: number;
  readonly postgres?: number;
}

/** The environment variable that sets each port, and the port without it. */
export const portSettings = {
  vault: { variable: 'SANDBOX_VAULT_PORT', name: 'Vault', fallback: 8200 },
  kubernetes: {
    variable: 'SANDBOX_KUBERNETES_PORT',
    name: 'Kubernetes',
    fallback: 6443,
  },
  postgres: {
    variable: 'SANDBOX_POSTGRES_PORT',
    name: 'PostgreSQL',
    fallback: 54329,
  },
} as const;

const systems = ['vault', 'kubernetes', 'postgres'] as const;

/** Reads the ports from the environment. */
export function portsFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Required<SandboxPorts> {
  const port = (system: (typeof systems)[number]) => {
    const { variable, fallback } = portSettings[system];
    const text = environment[variable];
    if (text === undefined || text === '') return fallback;
    const value = Number(text);
    if (Number.isInteger(value) && value > 0 && value < 65_536) return value;
    throw new Error(
      `${variable} is "${text}"; give a port number from 1 to 65535.`,
    );
  };
  return {
    vault: port('vault'),
    kubernetes: port('kubernetes'),
    postgres: port('postgres'),
  };
}

async function isTaken(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise(resolve => {
    server.once('error', () => resolve(true));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
}

/** Refuses to start when a named port is in use, saying which setting changes it. */
export async function requireFreePorts(ports: SandboxPorts): Promise<void> {
  const problems: string[] = [];
  for (const system of systems) {
    const port = ports[system];
    const { name, variable } = portSettings[system];
    if (port !== undefined && (await isTaken(port)))
      problems.push(
        `Port ${port} for ${name} is taken. End what uses it, or set ${variable} to a free port.`,
      );
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
