import { randomUUID } from 'node:crypto';

import { authFactories } from './auth';
import { tokenEngine } from './auth/token/tokenEngine';
import { Clock, systemClock } from './clock';
import { Core } from './Core';
import { Engine, EngineFactory } from './Engine';
import { engineFactories } from './engines';
import { Faults, noFaults } from './Faults';
import { listen, Listener } from './http/listen';
import { EngineLeases } from './lease/EngineLeases';
import { defaultLeaseRetry, LeaseRetry, LeaseStore } from './lease/LeaseStore';
import { systemTtlSeconds } from './lease/ttl';
import { createMount } from './mounts/createMount';
import { MountEntry, MountKind, MountTable } from './mounts/MountTable';
import { PolicyStore } from './policy/PolicyStore';
import { requestListener } from './server';
import { SealState } from './sys/SealState';
import { systemEngine } from './sys/systemEngine';
import { IdentityStore } from './token/IdentityStore';
import { TokenStore } from './token/TokenStore';
import { WrappingStore } from './token/WrappingStore';
import { newMountAccessor, newTokenId } from './values/identifiers';

/** How to start a server. */
export interface VaultOptions {
  /** Default: a free port. */
  port?: number;
  /** Default: a random token. */
  rootToken?: string;
  /** Default: the machine's clock. */
  clock?: Clock;
  /** Lease and token lifetime where neither mount nor role sets one. Default 768h. */
  systemDefaultTtlSeconds?: number;
  /** How failed revocations are tried again. Default: Vault's 6 attempts from 10 s on. */
  leaseRetry?: Partial<LeaseRetry>;
  /** More secrets engine types, for tests of the server itself. */
  engines?: Record<string, EngineFactory>;
  /** Start without initialisation, so that `sys/init` and `sys/unseal` have work to do. */
  uninitialized?: boolean;
}

/** A running server. */
export interface VaultServer {
  /** `http://127.0.0.1:<port>`. */
  readonly address: string;
  readonly rootToken: string;
  /** Hex key for `sys/unseal`. */
  readonly unsealKey: string;
  /** Switches that can be set at any time. */
  readonly faults: Faults;
  /** Stops answering, as when the machine or the network is gone; mounts, tokens and leases stay. */
  goOffline(): Promise<void>;
  /** Answers again on the same port. */
  goOnline(): Promise<void>;
  stop(): Promise<void>;
}

/** An engine whose paths the server does not imitate: every one is refused. */
const absentEngine: Engine = { handle: async () => undefined };

function builtIn(
  kind: MountKind,
  type: string,
  engine: Engine,
): { entry: MountEntry; path: string } {
  const path = { system: 'sys/' }[type] ?? `${type}/`;
  const entry: MountEntry = {
    kind,
    engine,
    builtIn: true,
    listingVisibility: '',
    tokenType: 'default-service',
    settings: {},
    mount: {
      path,
      type,
      accessor: newMountAccessor(kind === 'auth' ? `auth_${type}` : type),
      uuid: randomUUID(),
      description: '',
      defaultLeaseTtl: 0,
      maxLeaseTtl: 0,
      options: null,
    },
  };
  return { entry, path };
}

async function createCore(options: VaultOptions): Promise<Core> {
  const clock = options.clock ?? systemClock;
  const defaultTtl = options.systemDefaultTtlSeconds ?? systemTtlSeconds;
  const mounts = new MountTable({
    defaultTtl,
    maxTtl: Math.max(defaultTtl, systemTtlSeconds),
  });
  const leases = new LeaseStore(clock, {
    ...defaultLeaseRetry,
    ...options.leaseRetry,
  });
  return {
    clock,
    faults: noFaults(),
    seal: new SealState(!options.uninitialized),
    mounts,
    policies: await PolicyStore.create(),
    tokens: new TokenStore(clock, leases, newMountAccessor('auth_token')),
    identities: new IdentityStore(),
    leases,
    engineLeases: new EngineLeases(clock, mounts, leases),
    wrapping: new WrappingStore(),
    rootTokenId: options.rootToken ?? newTokenId('service'),
    factories: {
      secret: { ...engineFactories, ...options.engines },
      auth: authFactories,
    },
  };
}

function mountDefaults(core: Core): void {
  const entries = [
    builtIn('secret', 'system', systemEngine(core)),
    builtIn('secret', 'cubbyhole', absentEngine),
    builtIn('secret', 'identity', absentEngine),
    builtIn('auth', 'token', tokenEngine(core)),
  ];
  entries.forEach(({ entry }) => core.mounts.add(entry));
  if (!core.factories.secret.kv) return;
  const place = { kind: 'secret', path: 'secret/' } as const;
  core.mounts.add(createMount(core, place, { type: 'kv-v2' }));
}

async function closeEngines(core: Core): Promise<void> {
  const entries = [...core.mounts.list('secret'), ...core.mounts.list('auth')];
  await Promise.allSettled(entries.map(entry => entry.engine.close?.()));
}

/** Starts a Vault-compatible server on 127.0.0.1, unsealed, with `secret/` as kv version 2. */
export async function startVault(
  options: VaultOptions = {},
): Promise<VaultServer> {
  const core = await createCore(options);
  mountDefaults(core);
  core.tokens.create({
    id: core.rootTokenId,
    // As a development server makes the token it is told to have.
    path: 'auth/token/create',
    policies: ['root'],
    displayName: 'token',
    ttl: 0,
  });
  let listener: Listener | undefined = await listen(
    options.port ?? 0,
    requestListener(core),
  );
  const { port } = listener;
  const goOffline = async () => {
    await listener?.close();
    listener = undefined;
  };
  return {
    address: `http://127.0.0.1:${port}`,
    rootToken: core.rootTokenId,
    unsealKey: core.seal.keyHex,
    faults: core.faults,
    goOffline,
    goOnline: async () => {
      listener ??= await listen(port, requestListener(core));
    },
    stop: async () => {
      core.leases.pause();
      await goOffline();
      await closeEngines(core);
    },
  };
}
