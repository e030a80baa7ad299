/**
 * What a secrets engine or an auth method is to the server. The server owns
 * HTTP, tokens, policies and leases; an engine owns its paths and storage.
 */
import type { Mount } from './mounts/Mount';
import type { Token } from './token/Token';

/** The operation Vault derives from the verb. `PUT` and `POST` are one: create or update. */
export type Operation = 'read' | 'list' | 'update' | 'delete' | 'patch';

export interface EngineRequest {
  readonly operation: Operation;
  /** Below the mount, without leading slash: `creds/grade-api-role`. A list's trailing slash is taken off. */
  readonly path: string;
  /** Parsed JSON body; for reads, the query parameters. */
  readonly data: Record<string, unknown>;
  readonly mount: Mount;
  /** Display name of the caller's token, as it goes into generated user names. Undefined before login. */
  readonly displayName?: string;
  /** True when the response goes to `?format=` readers or the like; the raw query string, parsed. */
  readonly query: URLSearchParams;
  /** The mount's effective TTLs in seconds (system defaults applied) and the server's clock in milliseconds since the epoch. */
  readonly lifetimes?: { defaultTtl: number; maxTtl: number; now: number };
  /** The caller's IP address, for CIDR bindings at login. */
  readonly remoteAddress?: string;
  /** The caller's token, for the server's own endpoints. Secrets engines have no use for it. */
  readonly caller?: Token;
  /** The answer goes into a wrapping token instead of to the caller. */
  readonly wrapped?: boolean;
}

/** A lease the server registers for the response; durations in seconds. */
export interface LeaseGrant {
  ttl: number;
  maxTtl: number;
  renewable: boolean;
  /** What the engine needs to revoke or renew later. Never leaves the server. */
  internal: Record<string, unknown>;
}

/** A token the server creates for a login response; durations in seconds. */
export interface AuthGrant {
  displayName: string;
  policies: string[];
  noDefaultPolicy: boolean;
  ttl: number;
  maxTtl: number;
  period: number;
  explicitMaxTtl: number;
  numUses: number;
  type: 'service' | 'batch';
  boundCidrs: string[];
  metadata: Record<string, string>;
  /** What `renew` needs to find the role again. Never leaves the server. */
  internal?: Record<string, unknown>;
  /** Who logged in, for identity templating: the same name is the same entity. */
  alias?: { name: string; metadata: Record<string, string> };
}

export interface EngineResponse {
  /** `data` of the envelope. Undefined with no lease, no auth and no warnings answers 204. */
  data?: Record<string, unknown>;
  lease?: LeaseGrant;
  auth?: AuthGrant;
  warnings?: string[];
  /** Status of the envelope when it is not 200: 202 for a started tidy, 404 for a deleted kv version. */
  status?: number;
  /** Of the server's own endpoints: a token whose `auth` block the answer carries. */
  token?: Token;
  /** Set with `token` where the caller knows only its accessor. */
  hidesToken?: boolean;
  /** Of the server's own endpoints: a lease that was renewed. */
  renewed?: { id: string; renewable: boolean; ttl: number };
  /** Answers outside the envelope: CRLs, PEM certificates. */
  raw?: { status: number; contentType?: string; body?: Uint8Array | string };
}

export interface Engine {
  /**
   * Undefined when the engine has no such path (the server answers Vault's
   * 404 or 405 text). A `VaultProblem` carries a status and Vault's words.
   */
  handle(request: EngineRequest): Promise<EngineResponse | undefined>;
  /** Existence check behind the `create` and `update` capabilities. */
  exists?(path: string): Promise<boolean>;
  /** Paths below the mount that answer without a token; a trailing `*` is a prefix, a `+` one segment. */
  readonly unauthenticatedPaths?: readonly string[];
  /** Paths below the mount that need `sudo`; same patterns. */
  readonly sudoPaths?: readonly string[];
  /** Undo what a lease granted. Rejecting makes the server retry, then mark the lease irrevocable. */
  revoke?(internal: Record<string, unknown>, mount: Mount): Promise<void>;
  /** Called before a renewal is granted; answers the role's present limits in seconds. `expiresAt` is in milliseconds since the epoch. */
  renew?(
    internal: Record<string, unknown>,
    mount: Mount,
    expiresAt: (ttl: number) => number,
  ): Promise<{ ttl: number; maxTtl: number; period?: number }>;
  close?(): Promise<void>;
}

/** The factory of a mount type: `database`, `pki`, `kv`, `kubernetes`, `approle`, `token`. */
export type EngineFactory = (mount: Mount) => Engine;
