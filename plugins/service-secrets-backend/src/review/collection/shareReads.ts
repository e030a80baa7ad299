import type {
  Mounted,
  VaultApi,
  VaultInstance,
  VaultService,
} from 'backstage-plugin-service-secrets-node';

/** What many services ask in the same words. */
const shared = [
  'mountLimits',
  'connection',
  'policy',
  'pkiRole',
  'pkiIssuer',
  'irrevocableLeases',
] as const satisfies readonly (keyof VaultApi)[];

interface Answer {
  readonly at: number;
  readonly value: Promise<unknown>;
}

/** Keeps answers for a short while; a failure is kept by nobody. */
class Memory {
  private readonly answers = new Map<string, Answer>();

  constructor(
    private readonly maxAgeMs: number,
    private readonly clock: () => Date,
  ) {}

  async ask<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const now = this.clock().getTime();
    const known = this.answers.get(key);
    if (known && now - known.at < this.maxAgeMs) {
      // The key names the question, and each question has one type of answer.
      return known.value as Promise<T>;
    }
    const value = ask();
    this.forgetOld(now);
    this.answers.set(key, { at: now, value });
    value.catch(() => this.answers.delete(key));
    return value;
  }

  private forgetOld(now: number): void {
    for (const [key, { at }] of this.answers) {
      // Kept in the order they came, so the first young one ends it.
      if (now - at < this.maxAgeMs) return;
      this.answers.delete(key);
    }
  }
}

function shareInstance(instance: VaultInstance, memory: Memory): VaultInstance {
  const { reader } = instance;
  const keyed = (name: string, at: Mounted | string) =>
    typeof at === 'string' ? `${name} ${at}` : `${name} ${at.mount} ${at.name}`;
  const answers: Pick<VaultApi, (typeof shared)[number]> = {
    mountLimits: mount =>
      memory.ask(keyed('limits', mount), () => reader.mountLimits(mount)),
    connection: at =>
      memory.ask(keyed('connection', at), () => reader.connection(at)),
    policy: name =>
      memory.ask(keyed('policy', name), () => reader.policy(name)),
    pkiRole: at => memory.ask(keyed('pkiRole', at), () => reader.pkiRole(at)),
    pkiIssuer: at =>
      memory.ask(keyed('pkiIssuer', at), () => reader.pkiIssuer(at)),
    irrevocableLeases: () =>
      memory.ask('irrevocable', () => reader.irrevocableLeases()),
  };
  const sharing = new Proxy(reader, {
    get(target, name) {
      if (name in answers) return Reflect.get(answers, name);
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { ...instance, reader: sharing };
}

/** A Vault service whose readers ask once for what many services of a collection ask. */
export function shareReads(
  vault: VaultService,
  { maxAgeMs, clock }: { maxAgeMs: number; clock: () => Date },
): VaultService {
  const known = new Map<string, VaultInstance>();
  return {
    names: () => vault.names(),
    instance: name => {
      const instance = vault.instance(name);
      if (!instance) return undefined;
      const sharing =
        known.get(name) ?? shareInstance(instance, new Memory(maxAgeMs, clock));
      known.set(name, sharing);
      return sharing;
    },
  };
}
