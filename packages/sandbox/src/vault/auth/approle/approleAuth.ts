import { Engine, EngineFactory, EngineResponse } from '../../Engine';
import { textField } from '../../engines/fields';
import { Call, handleRoutes, listOf, Route } from '../../engines/routes';
import {
  badRequest,
  barePermissionDenied,
  internalError,
  nothingThere,
  unsupportedPath,
} from '../../problems';
import { VaultProblem } from '../../VaultProblem';
import { addressAllowed } from '../../token/cidr';
import { grantOf, maxTtlWarnings } from '../tokenParameters';
import {
  AppRole,
  describeAppRole,
  describeSecretId,
  newAppRole,
  newSecretId,
  readAppRole,
  SecretId,
} from './role';

function nowOf(call: Call): number {
  return call.request.lifetimes?.now ?? Date.now();
}

function ended(secret: SecretId, now: number): boolean {
  return secret.ttl > 0 && secret.createdAt + secret.ttl * 1000 <= now;
}

function missing(call: Call): string {
  return `role "${call.params.name}" does not exist`;
}

function unknownAccessor(accessor: string | undefined): EngineResponse {
  return {
    status: 404,
    data: {
      error: `failed to find accessor entry for secret_id_accessor: "${
        accessor ?? ''
      }"`,
    },
  };
}

/** One mounted AppRole auth method. */
class AppRoleAuth {
  private readonly roles = new Map<string, AppRole>();

  has(name: string): boolean {
    return this.roles.has(name.toLowerCase());
  }

  named(name: string): AppRole | undefined {
    return this.roles.get(name.toLowerCase());
  }

  routes(): Route[] {
    return [
      { path: 'role', on: { list: () => listOf(this.roles.keys()) } },
      {
        path: 'role/:name',
        checksExistence: true,
        on: {
          read: call => ({ data: describeAppRole(this.require(call)) }),
          update: call => this.write(call),
          delete: call => {
            this.roles.delete(call.params.name.toLowerCase());
            return {};
          },
        },
      },
      {
        path: 'role/:name/role-id',
        on: {
          read: call => ({ data: { role_id: this.require(call).roleId } }),
          update: call => this.setRoleId(call),
        },
      },
      ...this.secretIdRoutes(),
      { path: 'login', on: { update: call => this.login(call) } },
    ];
  }

  private secretIdRoutes(): Route[] {
    return [
      {
        path: 'role/:name/secret-id',
        on: {
          update: call => this.createSecretId(call),
          list: call => this.listAccessors(call),
        },
      },
      {
        path: 'role/:name/custom-secret-id',
        on: {
          update: call => {
            if (!textField(call.data, 'secret_id')) {
              throw badRequest('missing secret_id');
            }
            return this.createSecretId(call);
          },
        },
      },
      this.secretIdRoute('secret-id', 'secret_id', 'lookup'),
      this.secretIdRoute('secret-id', 'secret_id', 'destroy'),
      this.secretIdRoute('secret-id-accessor', 'secret_id_accessor', 'lookup'),
      this.secretIdRoute('secret-id-accessor', 'secret_id_accessor', 'destroy'),
    ];
  }

  private secretIdRoute(
    noun: string,
    field: 'secret_id' | 'secret_id_accessor',
    verb: 'lookup' | 'destroy',
  ): Route {
    return {
      path: `role/:name/${noun}/${verb}`,
      on: {
        update: call => {
          const role = this.named(call.params.name);
          if (!role) throw internalError(missing(call));
          const wanted = textField(call.data, field);
          const secret = [...role.secretIds.values()].find(
            ({ id, accessor }) =>
              wanted === (field === 'secret_id' ? id : accessor),
          );
          if (verb === 'destroy') {
            if (secret) role.secretIds.delete(secret.id);
            return {};
          }
          if (!secret && field === 'secret_id_accessor') {
            return unknownAccessor(wanted);
          }
          return secret ? { data: describeSecretId(secret) } : {};
        },
      },
    };
  }

  private require(call: Call): AppRole {
    const role = this.named(call.params.name);
    if (!role) throw nothingThere();
    return role;
  }

  private write(call: Call): EngineResponse {
    const name = call.params.name.toLowerCase();
    const role = readAppRole(
      call.data,
      this.roles.get(name) ?? newAppRole(name),
    );
    if (!role.bindSecretId && role.token.boundCidrs.length === 0) {
      throw internalError(
        'at least one constraint should be enabled on the role',
      );
    }
    this.roles.set(name, role);
    const mountMax = call.request.lifetimes?.maxTtl ?? Infinity;
    return { warnings: maxTtlWarnings(role.token, mountMax) };
  }

  private setRoleId(call: Call): EngineResponse {
    const id = textField(call.data, 'role_id');
    if (!id) throw badRequest('missing role_id');
    const role = this.named(call.params.name);
    if (!role) throw unsupportedPath();
    role.roleId = id;
    return {};
  }

  private createSecretId(call: Call): EngineResponse {
    const role = this.named(call.params.name);
    if (!role) throw new VaultProblem(404, missing(call));
    const secret = newSecretId(role, call.data, nowOf(call));
    if (role.secretIds.has(secret.id)) {
      throw internalError(
        'failed to store secret_id: SecretID is already registered',
      );
    }
    role.secretIds.set(secret.id, secret);
    return {
      data: {
        secret_id: secret.id,
        secret_id_accessor: secret.accessor,
        secret_id_ttl: secret.ttl,
        secret_id_num_uses: secret.numUses,
      },
    };
  }

  private listAccessors(call: Call): EngineResponse {
    const role = this.named(call.params.name);
    if (!role) throw badRequest(missing(call));
    return listOf([...role.secretIds.values()].map(({ accessor }) => accessor));
  }

  private login(call: Call): EngineResponse {
    const roleId = textField(call.data, 'role_id');
    // The look-ahead for the alias finds it first, and its errors are none of a request.
    if (!roleId) throw new VaultProblem(500, 'missing role_id');
    const role = [...this.roles.values()].find(one => one.roleId === roleId);
    if (!role) throw badRequest('invalid role or secret ID');
    const metadata = role.bindSecretId ? this.useSecretId(role, call) : {};
    if (!addressAllowed(role.token.boundCidrs, call.request.remoteAddress)) {
      throw barePermissionDenied();
    }
    return {
      auth: {
        ...grantOf(role.token),
        displayName: call.request.mount.path.replace(/\/$/, ''),
        metadata: { role_name: role.name, ...metadata },
        internal: { role: role.name },
        alias: { name: role.roleId, metadata: {} },
      },
    };
  }

  private useSecretId(role: AppRole, call: Call): Record<string, string> {
    const id = textField(call.data, 'secret_id');
    if (!id) throw badRequest('missing secret_id');
    const secret = role.secretIds.get(id);
    if (!secret || ended(secret, nowOf(call))) {
      throw badRequest('invalid role or secret ID');
    }
    if (!addressAllowed(secret.cidrs, call.request.remoteAddress)) {
      throw barePermissionDenied();
    }
    if (secret.numUses > 0) {
      secret.usesLeft -= 1;
      if (secret.usesLeft === 0) role.secretIds.delete(id);
    }
    return secret.metadata;
  }
}

/** `auth/approle`: a role id and a secret id for a token. */
export const approleAuth: EngineFactory = (): Engine => {
  const method = new AppRoleAuth();
  return {
    handle: handleRoutes(method.routes()),
    unauthenticatedPaths: ['login'],
    exists: async path => {
      const named = /^role\/([^/]+)/.exec(path);
      return !named || method.has(named[1]);
    },
    renew: async internal => {
      const name = String(internal.role);
      const role = method.named(name);
      if (!role)
        throw new Error(`role "${name}" does not exist during renewal`);
      const { ttl, maxTtl, period } = role.token;
      return { ttl, maxTtl, period };
    },
  };
};
