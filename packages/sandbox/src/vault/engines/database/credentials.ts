import { LeaseGrant } from '../../Engine';
import { badRequest, internalError, reasonOf } from '../../problems';
import { effectiveTtl, lifetimesOf } from '../lifetimes';
import { Call, Route } from '../routes';
import { ConnectionStore, requireAllowedRole } from './connectionStore';
import { DynamicRole } from './model';
import { generatePassword } from './passwords';

/** The user in the database outlives the lease by this much, so that revocation finds it valid. */
const expirationGraceMs = 5_000;

/** What a lease of this engine remembers. */
interface CredentialLease {
  username: string;
  role: string;
  connection: string;
  revocationStatements: string[];
}

function leaseOf(internal: Record<string, unknown>): CredentialLease {
  const statements = internal.revocation_statements;
  return {
    username: String(internal.username),
    role: String(internal.role),
    connection: String(internal.db_name),
    revocationStatements: Array.isArray(statements)
      ? statements.map(String)
      : [],
  };
}

function grantFor(role: DynamicRole, username: string): LeaseGrant {
  return {
    ttl: role.defaultTtl,
    maxTtl: role.maxTtl,
    renewable: true,
    internal: {
      username,
      role: role.name,
      db_name: role.connectionName,
      revocation_statements: role.statements.revocation,
    },
  };
}

/** Issuing, renewing and revoking users of dynamic roles. */
export class Credentials {
  constructor(
    private readonly store: ConnectionStore,
    private readonly roles: ReadonlyMap<string, DynamicRole>,
  ) {}

  routes(): Route[] {
    return [{ path: 'creds/:name', on: { read: call => this.issue(call) } }];
  }

  private async issue({ params, request }: Call) {
    const role = this.roles.get(params.name);
    if (!role) {
      throw badRequest(`unknown role: ${params.name}`);
    }
    const connection = this.store.require(role.connectionName);
    requireAllowedRole(connection, role.name);

    const limits = lifetimesOf(request);
    const ttl = effectiveTtl(
      { ttl: role.defaultTtl, maxTtl: role.maxTtl },
      limits,
    );
    const password = generatePassword();
    try {
      const username = await this.store.plugin(connection).createUser({
        fields: {
          DisplayName: request.displayName ?? 'token',
          RoleName: role.name,
        },
        password,
        expiration: new Date(limits.now + ttl * 1000 + expirationGraceMs),
        statements: role.statements.creation,
        rollbackStatements: role.statements.rollback,
      });
      return { data: { username, password }, lease: grantFor(role, username) };
    } catch (error) {
      throw internalError(reasonOf(error));
    }
  }

  /** Extends the user in the database; the role's present limits answer. */
  async renew(
    internal: Record<string, unknown>,
    expiresAt: (ttl: number) => number,
  ): Promise<{ ttl: number; maxTtl: number }> {
    const lease = leaseOf(internal);
    const role = this.roles.get(lease.role);
    if (!role) {
      throw new Error(
        `error during renew: could not find role with name "${lease.role}"`,
      );
    }
    const connection = this.store.require(role.connectionName);
    const expiry = expiresAt(role.defaultTtl);
    await this.store.plugin(connection).changeUser({
      username: lease.username,
      expiration: new Date(expiry + expirationGraceMs),
      statements: role.statements.renew,
    });
    return { ttl: role.defaultTtl, maxTtl: role.maxTtl };
  }

  /** Removes the user, with the role's present statements or, when it is gone, those of the lease. */
  async revoke(internal: Record<string, unknown>): Promise<void> {
    const lease = leaseOf(internal);
    const role = this.roles.get(lease.role);
    const connection = this.store.all.get(
      role?.connectionName ?? lease.connection,
    );
    if (!connection) {
      throw new Error(
        `failed to find entry for connection with name: "${
          role?.connectionName ?? lease.connection
        }"`,
      );
    }
    await this.store
      .plugin(connection)
      .deleteUser(
        lease.username,
        role?.statements.revocation ?? lease.revocationStatements,
      );
  }
}
