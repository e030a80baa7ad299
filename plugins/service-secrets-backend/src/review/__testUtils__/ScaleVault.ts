import { setTimeout as sleep } from 'node:timers/promises';

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
} from 'backstage-plugin-service-secrets-node';
import {
  aConnection,
  aDatabaseRole,
  aLease,
  anAuthRole,
  aPkiIssuer,
  aPkiRole,
} from 'backstage-plugin-service-secrets-node/testUtils';

import {
  CallCounter,
  FleetScale,
  isBroken,
  roleNames,
  serviceNames,
} from './FleetScale';

const DAY = 86_400_000;
const started = Date.now();

/** Roles nobody claims, which the inventory must find. */
const FORGOTTEN = 20;

const CONNECTIONS = 40;

/** A Vault of a made-up fleet behind the port. Answers are made when asked for, so that it needs next to no memory itself. */
export class ScaleVault implements VaultApi {
  constructor(
    private readonly scale: FleetScale,
    readonly calls: CallCounter,
  ) {}

  async health(): Promise<VaultHealth> {
    return this.answer('health', {
      initialized: true,
      sealed: false,
      standby: false,
      version: '1.18.0',
    });
  }

  async mountLimits(): Promise<MountLimits> {
    return this.answer('mountLimits', {
      defaultTtlSeconds: 2_764_800,
      maxTtlSeconds: 31_536_000,
    });
  }

  async databaseRole({ name }: Mounted): Promise<DatabaseRole> {
    const connection = `db-${Number(name.slice(4, 9)) % CONNECTIONS || 0}`;
    return this.answer('databaseRole', aDatabaseRole({ connection }));
  }

  async staticRole(): Promise<StaticRole | undefined> {
    return this.answer('staticRole', undefined);
  }

  async connection(): Promise<Connection> {
    return this.answer('connection', aConnection({ allowedRoles: ['*'] }));
  }

  async names(kind: ListedKind): Promise<readonly string[]> {
    const services = serviceNames(this.scale);
    const lists: Record<ListedKind, () => string[]> = {
      'database-role': () => [
        ...services.flatMap(name => roleNames(name, this.scale)),
        ...Array.from({ length: FORGOTTEN }, (_unused, i) => `forgotten-${i}`),
      ],
      'static-role': () => [],
      connection: () =>
        Array.from({ length: CONNECTIONS }, (_unused, i) => `db-${i}`),
      'auth-role': () => services,
    };
    return this.answer('names', lists[kind]());
  }

  async authRole({ name }: Mounted): Promise<AuthRole> {
    const account = isBroken(name) ? 'legacy' : name;
    const role = anAuthRole({
      audience: undefined,
      boundServiceAccountNames: [account],
      boundServiceAccountNamespaces: [name],
      tokenPolicies: [name],
    });
    return this.answer('authRole', role);
  }

  async policy(name: string): Promise<Policy> {
    const rules = roleNames(name, this.scale).map(role => ({
      path: `database/creds/${role}`,
      capabilities: ['read'],
      limitsParameters: false,
    }));
    return this.answer('policy', { name, rules });
  }

  async leaseIds({ mount, name }: Mounted): Promise<readonly string[]> {
    const ids = Array.from(
      { length: this.scale.leasesPerRole },
      (_unused, index) =>
        `${mount}/creds/${name}/Lease${String(index).padStart(19, '0')}`,
    );
    return this.answer('leaseIds', ids);
  }

  async lease(id: string): Promise<Lease> {
    // Two hours, so that leases stay the same over the collections of a measurement.
    const expiresAt = new Date(started + DAY / 12);
    const readAt = new Date();
    const ttlSeconds = (expiresAt.getTime() - readAt.getTime()) / 1000;
    const issuedAt = new Date(started - DAY / 24);
    return this.answer(
      'lease',
      aLease({ id, issuedAt, expiresAt, readAt, ttlSeconds }),
    );
  }

  async irrevocableLeases(): Promise<readonly IrrevocableLease[]> {
    return this.answer('irrevocableLeases', []);
  }

  async pkiRole(): Promise<PkiRole> {
    return this.answer('pkiRole', aPkiRole({ allowAnyName: true }));
  }

  async pkiIssuer(): Promise<PkiIssuer> {
    return this.answer(
      'pkiIssuer',
      aPkiIssuer({ notAfter: new Date(started + 400 * DAY) }),
    );
  }

  private async answer<T>(method: string, value: T): Promise<T> {
    this.calls.note(method);
    await sleep(this.scale.latencyMs);
    return value;
  }
}
