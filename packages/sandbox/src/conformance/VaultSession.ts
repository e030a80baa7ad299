import { randomBytes } from 'node:crypto';

import { normalise, normaliseText } from './normalise';
import { Exchange, Json } from './Transcript';

/** Where a Vault-compatible server answers, and as whom. */
export interface VaultTarget {
  readonly address: string;
  readonly token: string;
}

/** A database both servers can reach, for cases that really issue credentials. */
export interface DatabaseTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** A Kubernetes API both servers can reach, for logins that are really reviewed. */
export interface KubernetesTarget {
  readonly url: string;
  readonly caPem: string;
  /** A token that may create TokenReviews. */
  readonly reviewerToken: string;
  /** A token of service account `app` in namespace `default`. */
  readonly appToken: string;
  /** The same for the audience `vault`. */
  readonly vaultAudienceToken: string;
}

/** What the cases of one run may use besides the Vault server itself. */
export interface Surroundings {
  readonly database: DatabaseTarget;
  readonly kubernetes: KubernetesTarget;
}

/** How a request differs from one of the root token. */
export interface CallOptions {
  /** Another token; `null` for none. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Body exactly as given, for malformed ones. */
  readonly rawBody?: string;
}

/** An answer as it came; for the next request of a case, never for the transcript. */
export interface Answer {
  readonly status: number;
  /** The parsed body, or the text when it is no JSON. */
  readonly body: unknown;
  /** A field of the body by its path; undefined when it is not there. */
  at(...path: string[]): unknown;
  /** The same as text; throws when it is none, because the case cannot go on. */
  text(...path: string[]): string;
}

const READY_ATTEMPTS = 40;
const READY_PAUSE_MS = 100;

function fieldAt(body: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? Reflect.get(value, key)
        : undefined,
    body,
  );
}

function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Makes the requests of one case and writes them down. */
export class VaultSession {
  readonly transcript: Exchange[] = [];
  private readonly aliases = new Map<string, string>();
  readonly database: DatabaseTarget;
  readonly kubernetes: KubernetesTarget;

  constructor(
    private readonly target: VaultTarget,
    { database, kubernetes }: Surroundings,
  ) {
    this.database = database;
    this.kubernetes = kubernetes;
    this.aliases.set(`${database.host}:${database.port}`, '<database>');
    this.aliases.set(String(database.port), '<port>');
    this.aliases.set(target.token, '<token>');
    this.aliases.set(database.password, '<database password>');
    this.aliases.set(kubernetes.url, '<kubernetes>');
  }

  /** A name no other case uses, written down as `<name>`. */
  unique(name: string): string {
    const made = `${name}-${randomBytes(4).toString('hex')}`;
    this.aliases.set(made, `<${name}>`);
    return made;
  }

  /** Lets a value the server made stand as `<alias>` in the transcript. */
  alias(value: string, alias: string): void {
    this.aliases.set(value, `<${alias}>`);
  }

  get(path: string, options?: CallOptions): Promise<Answer> {
    return this.call('GET', path, { ...options });
  }

  list(path: string, options?: CallOptions): Promise<Answer> {
    return this.call('GET', `${path}?list=true`, { ...options });
  }

  post(path: string, body: Json = {}, options?: CallOptions): Promise<Answer> {
    return this.call('POST', path, { body, ...options });
  }

  put(path: string, body: Json = {}, options?: CallOptions): Promise<Answer> {
    return this.call('PUT', path, { body, ...options });
  }

  delete(path: string, options?: CallOptions): Promise<Answer> {
    return this.call('DELETE', path, { ...options });
  }

  patch(path: string, body: Json, options: CallOptions = {}): Promise<Answer> {
    const headers = { 'Content-Type': 'application/merge-patch+json' };
    return this.call('PATCH', path, { headers, body, ...options });
  }

  /** A request whose method is none of the usual ones. */
  method(name: string, path: string, options?: CallOptions): Promise<Answer> {
    return this.call(name, path, { ...options });
  }

  /** A new mount of a secrets engine under a name of its own; prepared, not compared. */
  async mount(type: string, settings: Record<string, Json> = {}) {
    const path = this.unique(type);
    await this.prepare('POST', `sys/mounts/${path}`, { type, ...settings });
    return path;
  }

  /** The same for a login method; gives the path below `auth/`. */
  async authMount(type: string, settings: Record<string, Json> = {}) {
    const path = this.unique(type);
    await this.prepare('POST', `sys/auth/${path}`, { type, ...settings });
    return path;
  }

  /** A versioned key-value mount that has finished its start. */
  async versionedKv(): Promise<string> {
    const path = await this.mount('kv', { options: { version: '2' } });
    for (let attempt = 0; attempt < READY_ATTEMPTS; attempt += 1) {
      const { status } = await this.send('GET', `${path}/config`, {});
      if (status === 200) break;
      await this.pause(READY_PAUSE_MS);
    }
    return path;
  }

  /** A request that prepares the case and is not part of what is compared; fails the case when it fails. */
  async prepare(method: string, path: string, body?: Json): Promise<Answer> {
    const answer = await this.send(method, path, { body });
    if (answer.status >= 300) {
      throw new Error(
        `cannot prepare the case: ${method} ${path} answered ${
          answer.status
        } ${JSON.stringify(answer.body)}`,
      );
    }
    return answer;
  }

  /** A token with one policy of the given text; prepared, not compared. */
  async tokenWith(policy: string): Promise<string> {
    const name = this.unique('policy');
    await this.prepare('PUT', `sys/policies/acl/${name}`, { policy });
    const answer = await this.prepare('POST', 'auth/token/create', {
      policies: [name],
      no_default_policy: true,
      ttl: '10m',
    });
    return answer.text('auth', 'client_token');
  }

  /** Waits without asking; for leases that end. */
  pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => {
      setTimeout(resolve, milliseconds);
    });
  }

  private async call(
    method: string,
    path: string,
    options: CallOptions & { body?: Json },
  ): Promise<Answer> {
    const answer = await this.send(method, path, options);
    this.transcript.push({
      request: normaliseText(`${method} ${path}`, this.aliases),
      status: answer.status,
      body: normalise(answer.body, this.aliases),
    });
    return answer;
  }

  private async send(
    method: string,
    path: string,
    options: CallOptions & { body?: Json },
  ): Promise<Answer> {
    const token =
      options.token === undefined ? this.target.token : options.token;
    const json =
      options.body === undefined ? undefined : JSON.stringify(options.body);
    const response = await fetch(`${this.target.address}/v1/${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === null ? {} : { 'X-Vault-Token': token }),
        ...options.headers,
      },
      body: options.rawBody ?? json,
    });
    const body = parsed(await response.text());
    return {
      status: response.status,
      body,
      at: (...keys) => fieldAt(body, keys),
      text: (...keys) => {
        const value = fieldAt(body, keys);
        if (typeof value === 'string') return value;
        throw new Error(`${method} ${path} answered no ${keys.join('.')}`);
      },
    };
  }
}
