import { parseTemplate, type Node } from '../template/parser';
import {
  checkFunctions,
  renderTemplate,
  SecretPending,
  type TemplateSecret,
} from '../template/renderTemplate';
import { VaultClient, VaultError } from '../client/VaultClient';
import type { AgentSettings, SecretFile } from './annotations';

/** What an agent needs from its pod. */
export interface AgentHost {
  readonly vault: VaultClient;
  readonly settings: AgentSettings;
  /** A fresh JWT of the pod's service account. */
  readonly jwt: () => Promise<string>;
  /** Called with every file whose bytes changed; the kubelet keeps it in memory only. */
  readonly onFile: (file: string, text: string) => void;
}

interface ReadSecret {
  readonly secret: TemplateSecret;
  readonly path: string;
  readonly args: readonly string[];
}

/** Share of a lease after which it is renewed. */
const RENEW_AT = 2 / 3;
/** Below this share of the first lease a renewal is no longer worth it: new credentials are read. */
const EXHAUSTED_AT = 0.6;

/** When the agent must act next, in milliseconds from now. */
export interface NextStep {
  readonly afterMs: number;
  readonly run: () => Promise<NextStep | undefined>;
}

function keyOf(path: string, args: readonly string[]): string {
  return [path, ...args].join('\n');
}

/** The token reached its end: the agent logs in anew and reads every secret again. */
export class TokenExhausted extends Error {
  constructor() {
    super('the token cannot be renewed further; logging in again');
    this.name = 'TokenExhausted';
  }
}

/** One login of one agent: its token, the secrets read with it, the files rendered from them. */
export class AgentSession {
  private token = '';
  private tokenTtl = 0;
  private readonly secrets = new Map<string, ReadSecret>();
  private readonly files = new Map<string, string>();
  private readonly firstTtl = new Map<string, number>();

  constructor(private readonly host: AgentHost) {}

  async login(): Promise<void> {
    const { vault, settings, jwt } = this.host;
    const { token, ttl } = await vault.login(settings.authPath, {
      role: settings.role,
      jwt: await jwt(),
    });
    this.token = token;
    this.tokenTtl = ttl;
    this.secrets.clear();
    if (settings.tokenFile !== undefined)
      this.host.onFile(settings.tokenFile, token);
  }

  /** Renders every file, reading the secrets they name; each path is read once. */
  async renderAll(): Promise<void> {
    for (const file of this.host.settings.files) await this.render(file);
  }

  /** What has to be kept alive from now on: the token, and every leased secret. */
  upkeep(): NextStep[] {
    const steps = [...this.secrets.keys()].flatMap(key => {
      const step = this.leaseStep(key);
      return step ? [step] : [];
    });
    if (this.tokenTtl > 0)
      steps.push({
        afterMs: this.tokenTtl * 1000 * RENEW_AT,
        run: () => this.renewToken(),
      });
    return steps;
  }

  /** Vault drops the token and with it every lease it created. */
  async revoke(): Promise<void> {
    if (this.token === '') return;
    await this.host.vault.call({
      method: 'PUT',
      path: 'auth/token/revoke-self',
      token: this.token,
      body: {},
    });
    this.token = '';
  }

  private leaseStep(key: string): NextStep | undefined {
    const read = this.secrets.get(key);
    if (!read) return undefined;
    const { LeaseID, LeaseDuration, Renewable } = read.secret;
    if (LeaseID === '')
      return {
        afterMs: this.host.settings.staticRenderMs,
        run: () => this.reread(key),
      };
    if (!Renewable)
      return {
        afterMs: LeaseDuration * 1000 * 0.9,
        run: () => this.reread(key),
      };
    // The lifetime watcher renews at once, which is how a lease of a sidecar is told apart.
    return { afterMs: 0, run: () => this.renewLease(key) };
  }

  private async renewLease(key: string): Promise<NextStep | undefined> {
    const read = this.secrets.get(key);
    if (!read) return undefined;
    const answer = await this.host.vault
      .call({
        method: 'PUT',
        path: 'sys/leases/renew',
        token: this.token,
        body: { lease_id: read.secret.LeaseID },
      })
      .catch(error => {
        if (error instanceof VaultError && error.status < 500) return undefined;
        throw error;
      });
    const first = this.firstTtl.get(key) ?? read.secret.LeaseDuration;
    const left = answer?.lease_duration ?? 0;
    if (left < first * EXHAUSTED_AT) return this.reread(key);
    return {
      afterMs: left * 1000 * RENEW_AT,
      run: () => this.renewLease(key),
    };
  }

  private async reread(key: string): Promise<NextStep | undefined> {
    const read = this.secrets.get(key);
    if (!read) return undefined;
    await this.read(read.path, read.args);
    await this.renderAll();
    return this.leaseStep(key);
  }

  /** Undefined asks the pod for a new login: the token cannot live on. */
  private async renewToken(): Promise<NextStep | undefined> {
    const { auth } = await this.host.vault.call({
      method: 'PUT',
      path: 'auth/token/renew-self',
      token: this.token,
      body: {},
    });
    const left = auth?.lease_duration ?? 0;
    if (left < this.tokenTtl * EXHAUSTED_AT) throw new TokenExhausted();
    return {
      afterMs: left * 1000 * RENEW_AT,
      run: () => this.renewToken(),
    };
  }

  private async render(file: SecretFile): Promise<void> {
    const nodes = parseTemplate(file.source, file.delimiters);
    checkFunctions(nodes);
    for (;;) {
      const text = this.attempt(file, nodes);
      if (typeof text === 'string') {
        if (this.files.get(file.file) !== text) {
          this.files.set(file.file, text);
          this.host.onFile(file.file, text);
        }
        return;
      }
      await this.read(text.path, text.args);
    }
  }

  private attempt(
    file: SecretFile,
    nodes: readonly Node[],
  ): string | SecretPending {
    try {
      return renderTemplate(nodes, {
        errorOnMissingKey: file.errorOnMissingKey,
        secret: (path, args) => {
          const read = this.secrets.get(keyOf(path, args));
          if (read === undefined) throw new SecretPending(path, args);
          return read.secret;
        },
      });
    } catch (error) {
      if (error instanceof SecretPending) return error;
      throw error;
    }
  }

  private async read(path: string, args: readonly string[]): Promise<void> {
    const fields = args.map(arg => arg.split(/=(.*)/s).slice(0, 2));
    const body = Object.fromEntries(fields);
    const answer = await this.host.vault
      .call({
        method: args.length === 0 ? 'GET' : 'PUT',
        path: await this.withDataSegment(path),
        token: this.token,
        body: args.length === 0 ? undefined : body,
      })
      .catch(error => {
        throw new Error(
          `(view) vault.read(${path}): vault.read(${path}): ${
            error instanceof Error ? error.message : String(error)
          }`,
          { cause: error },
        );
      });
    const key = keyOf(path, args);
    const LeaseDuration = answer.lease_duration ?? 0;
    this.firstTtl.set(key, LeaseDuration);
    this.secrets.set(key, {
      path,
      args,
      secret: {
        Data: answer.data ?? {},
        LeaseID: answer.lease_id ?? '',
        LeaseDuration,
        Renewable: answer.renewable ?? false,
      },
    });
  }

  /** KV version 2 keeps values below `data/`; like consul-template, the agent adds it when a template leaves it out. */
  private async withDataSegment(path: string): Promise<string> {
    const { data } = await this.host.vault
      .call({
        method: 'GET',
        path: `sys/internal/ui/mounts/${path}`,
        token: this.token,
      })
      .catch(() => ({ data: undefined }));
    const mount = typeof data?.path === 'string' ? data.path : '';
    const version2 = JSON.stringify(data?.options ?? {}).includes('"2"');
    const rest = path.slice(mount.length);
    if (data?.type !== 'kv' || !version2 || rest.startsWith('data/'))
      return path;
    return `${mount}data/${rest}`;
  }
}
