import { IllegalNameError } from '../upstream/IllegalNameError';
import type { UpstreamProblem } from '../upstream/UpstreamError';
import { VaultError } from '../vault/errors';
import { VaultRequest, vaultPaths } from '../vault/paths';
import type {
  AuthRole,
  Connection,
  DatabaseRole,
  IrrevocableLease,
  Lease,
  ListedKind,
  Mounted,
  MountLimits,
  PkiIssuer,
  PkiRole,
  Policy,
  StaticRole,
  VaultApi,
  VaultHealth,
  VaultOperatorApi,
} from '../vault/VaultApi';
import { CallRecorder } from './CallRecorder';

/** A method of the Vault ports. */
export type VaultMethod = keyof VaultApi | keyof VaultOperatorApi;

/** What the fake answers. Records are keyed `mount/name`. */
export interface VaultState {
  health: VaultHealth;
  /** By mount. */
  mountLimits: Record<string, MountLimits>;
  databaseRoles: Record<string, DatabaseRole>;
  staticRoles: Record<string, StaticRole>;
  connections: Record<string, Connection>;
  authRoles: Record<string, AuthRole>;
  /** By name. */
  policies: Record<string, Policy>;
  leases: Lease[];
  irrevocable: IrrevocableLease[];
  pkiRoles: Record<string, PkiRole>;
  pkiIssuers: Record<string, PkiIssuer>;
  /** What a renewal grants. */
  renewalSeconds: number;
}

function emptyState(): VaultState {
  return {
    health: {
      initialized: true,
      sealed: false,
      standby: false,
      version: '1.18.0',
    },
    mountLimits: {},
    databaseRoles: {},
    staticRoles: {},
    connections: {},
    authRoles: {},
    policies: {},
    leases: [],
    irrevocable: [],
    pkiRoles: {},
    pkiIssuers: {},
    renewalSeconds: 3600,
  };
}

const retryable: ReadonlySet<UpstreamProblem['code']> = new Set([
  'timeout',
  'rate-limited',
  'sealed',
  'unreachable',
]);

const recordsOf = {
  'database-role': 'databaseRoles',
  'static-role': 'staticRoles',
  connection: 'connections',
  'auth-role': 'authRoles',
} as const;

/** A Vault in memory behind both ports; `state` may be changed at any time. */
export class InMemoryVault implements VaultApi, VaultOperatorApi {
  readonly state: VaultState;
  readonly calls = new CallRecorder<VaultMethod, UpstreamProblem['code']>();

  constructor(
    state: Partial<VaultState> = {},
    private readonly name = 'vault',
  ) {
    this.state = { ...emptyState(), ...state };
  }

  /** Makes a method fail with that code until `calls.recover()`. */
  fail(method: VaultMethod, code: UpstreamProblem['code']): void {
    this.calls.fail(method, code);
  }

  async health(): Promise<VaultHealth> {
    return this.answer('health', vaultPaths.health, () => this.state.health);
  }

  async mountLimits(mount: string): Promise<MountLimits | undefined> {
    return this.answer(
      'mountLimits',
      () => vaultPaths.mountLimits(mount),
      () => this.state.mountLimits[mount],
    );
  }

  async databaseRole(role: Mounted): Promise<DatabaseRole | undefined> {
    return this.mounted('databaseRole', role, this.state.databaseRoles);
  }

  async staticRole(role: Mounted): Promise<StaticRole | undefined> {
    return this.mounted('staticRole', role, this.state.staticRoles);
  }

  async connection(connection: Mounted): Promise<Connection | undefined> {
    return this.mounted('connection', connection, this.state.connections);
  }

  async names(kind: ListedKind, mount: string): Promise<readonly string[]> {
    return this.answer(
      'names',
      () => vaultPaths.names(kind, mount),
      () =>
        Object.keys(this.state[recordsOf[kind]])
          .filter(key => key.slice(0, key.lastIndexOf('/')) === mount)
          .map(key => key.slice(key.lastIndexOf('/') + 1))
          .sort((a, b) => (a < b ? -1 : 1)),
    );
  }

  async authRole(role: Mounted): Promise<AuthRole | undefined> {
    return this.mounted('authRole', role, this.state.authRoles);
  }

  async policy(name: string): Promise<Policy | undefined> {
    return this.answer(
      'policy',
      () => vaultPaths.policy(name),
      () => this.state.policies[name],
    );
  }

  async leaseIds(role: Mounted): Promise<readonly string[]> {
    const prefix = `${role.mount}/creds/${role.name}/`;
    return this.answer(
      'leaseIds',
      () => vaultPaths.leaseIds(role),
      () =>
        this.state.leases
          .map(({ id }) => id)
          .filter(id => id.startsWith(prefix)),
    );
  }

  async lease(id: string): Promise<Lease | undefined> {
    return this.answer(
      'lease',
      () => vaultPaths.lease(id),
      () => this.state.leases.find(lease => lease.id === id),
    );
  }

  async irrevocableLeases(): Promise<readonly IrrevocableLease[]> {
    return this.answer(
      'irrevocableLeases',
      vaultPaths.irrevocableLeases,
      () => [...this.state.irrevocable],
    );
  }

  async pkiRole(role: Mounted): Promise<PkiRole | undefined> {
    return this.mounted('pkiRole', role, this.state.pkiRoles);
  }

  async pkiIssuer(issuer: Mounted): Promise<PkiIssuer | undefined> {
    return this.mounted('pkiIssuer', issuer, this.state.pkiIssuers);
  }

  async renewLease(id: string): Promise<{ ttlSeconds: number }> {
    const request = () => vaultPaths.renewLease(id);
    return this.answer('renewLease', request, () => {
      const known = this.state.leases.some(lease => lease.id === id);
      if (!known) throw this.problem('not-found', request());
      return { ttlSeconds: this.state.renewalSeconds };
    });
  }

  async revokeLease(id: string): Promise<void> {
    this.answer(
      'revokeLease',
      () => vaultPaths.revokeLease(id),
      () => {
        this.state.leases = this.state.leases.filter(lease => lease.id !== id);
      },
    );
  }

  private mounted<T>(
    method:
      | 'databaseRole'
      | 'staticRole'
      | 'connection'
      | 'authRole'
      | 'pkiRole'
      | 'pkiIssuer',
    name: Mounted,
    records: Record<string, T>,
  ): T | undefined {
    return this.answer(
      method,
      () => vaultPaths[method](name),
      () => records[`${name.mount}/${name.name}`],
    );
  }

  private answer<T>(
    method: VaultMethod,
    makeRequest: () => VaultRequest,
    read: () => T,
  ): T {
    const request = this.checked(makeRequest);
    const failure = this.calls.note(method);
    if (failure) throw this.problem(failure, request);
    return read();
  }

  /** As the adapter: a name that is not legal is never asked for. */
  private checked(makeRequest: () => VaultRequest): VaultRequest {
    try {
      return makeRequest();
    } catch (error) {
      if (!(error instanceof IllegalNameError)) throw error;
      throw this.problem('not-found', { operation: error.operation });
    }
  }

  private problem(
    code: UpstreamProblem['code'],
    { operation, rule }: Pick<VaultRequest, 'operation' | 'rule'>,
  ): VaultError {
    return new VaultError({
      code,
      operation,
      target: this.name,
      retryable: retryable.has(code),
      missingRule: code === 'denied' ? rule : undefined,
    });
  }
}
