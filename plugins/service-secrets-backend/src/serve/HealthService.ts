import type {
  KubernetesService,
  VaultService,
} from 'backstage-plugin-service-secrets-node';
import { z } from 'zod';

import { describeFailure } from '../collect/failure';

/** How one upstream fares. */
export const upstreamHealthSchema = z.object({
  name: z.string(),
  state: z.enum(['up', 'standby', 'sealed', 'down']),
  version: z.string().optional(),
  /** Why it is not up. */
  message: z.string().optional(),
});
/** How one upstream fares. */
export type UpstreamHealth = z.infer<typeof upstreamHealthSchema>;

/** How all upstreams fare. */
export const healthReportSchema = z.object({
  instances: z.array(upstreamHealthSchema),
  clusters: z.array(upstreamHealthSchema),
});
/** How all upstreams fare. */
export type HealthReport = z.infer<typeof healthReportSchema>;

/** What asking needs. */
export interface HealthOptions {
  readonly vault: VaultService;
  readonly kubernetes: KubernetesService;
  readonly deadlineMs: number;
}

async function probe(
  name: string,
  ask: () => Promise<Omit<UpstreamHealth, 'name'>>,
  deadlineMs: number,
): Promise<UpstreamHealth> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<UpstreamHealth>(resolve => {
    timer = setTimeout(
      () =>
        resolve({ name, state: 'down', message: `${name}: no answer in time` }),
      deadlineMs,
    );
  });
  try {
    const answer = ask().then(health => ({ name, ...health }));
    return await Promise.race([answer, late]);
  } catch (error) {
    const { message } = describeFailure(error, name);
    return { name, state: 'down', message };
  } finally {
    clearTimeout(timer);
  }
}

/** Asks every upstream whether it is there. Callers at the same moment share the answers. */
export class HealthService {
  private running: Promise<HealthReport> | undefined;

  constructor(private readonly options: HealthOptions) {}

  async read(): Promise<HealthReport> {
    this.running ??= this.ask().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async ask(): Promise<HealthReport> {
    const { vault, kubernetes } = this.options;
    const [instances, clusters] = await Promise.all([
      Promise.all(vault.names().map(name => this.askInstance(name))),
      Promise.all(kubernetes.names().map(name => this.askCluster(name))),
    ]);
    return { instances, clusters };
  }

  private async askInstance(name: string): Promise<UpstreamHealth> {
    const reader = this.options.vault.instance(name)?.reader;
    const ask = async (): Promise<Omit<UpstreamHealth, 'name'>> => {
      const health = await reader?.health();
      if (!health) return { state: 'down', message: `${name}: not configured` };
      const { version, sealed, initialized, standby } = health;
      if (sealed || !initialized) {
        return {
          state: 'sealed',
          version,
          message: `${name}: Vault is sealed`,
        };
      }
      return { state: standby ? 'standby' : 'up', version };
    };
    return probe(name, ask, this.options.deadlineMs);
  }

  private async askCluster(name: string): Promise<UpstreamHealth> {
    const api = this.options.kubernetes.cluster(name)?.api;
    const ask = async (): Promise<Omit<UpstreamHealth, 'name'>> =>
      api
        ? { state: 'up', version: await api.version() }
        : { state: 'down', message: `${name}: not configured` };
    return probe(name, ask, this.options.deadlineMs);
  }
}

/** The sentence to log of what is not up; undefined when everything is. */
export function describeTrouble({
  instances,
  clusters,
}: HealthReport): string | undefined {
  const down = [...instances, ...clusters].filter(
    ({ state }) => state === 'down' || state === 'sealed',
  );
  if (down.length === 0) return undefined;
  return `Started without ${down.map(({ name }) => name).join(', ')}: ${down
    .map(({ message }) => message)
    .join('; ')}. Reports say so until it answers again.`;
}
