import { Core } from '../../Core';
import { Engine, EngineResponse } from '../../Engine';
import { VaultProblem } from '../../VaultProblem';
import { durationField, textField } from '../../engines/fields';
import {
  Call,
  Handler,
  handleRoutes,
  listOf,
  Route,
} from '../../engines/routes';
import { badRequest, barePermissionDenied, multiError } from '../../problems';
import { Token } from '../../token/Token';
import { createToken } from './createToken';
import { describeToken } from './describeToken';
import { renewToken } from './renewToken';
import { TokenRoles } from './tokenRoles';

const tidyStarted =
  "Tidy operation successfully started. Any information from the operation will be printed to Vault's server logs.";

type Pick = (call: Call) => Token;

function self(call: Call): Token {
  if (call.request.caller) return call.request.caller;
  throw barePermissionDenied();
}

function refuseBatch(token: Token): void {
  if (token.type === 'batch')
    throw badRequest('batch tokens cannot be revoked');
}

function tokenIdOf(call: Call): string | undefined {
  return textField(call.data, 'token') || undefined;
}

/** The endpoints over one token, by id, by accessor or the caller's own. */
class TokenEndpoints {
  private readonly roles = new TokenRoles();

  constructor(private readonly core: Core) {}

  hasRole(name: string): boolean {
    return this.roles.has(name);
  }

  routes(): Route[] {
    const { core } = this;
    return [
      {
        path: 'create',
        on: { update: call => createToken(core, call, { orphan: false }) },
      },
      {
        path: 'create-orphan',
        on: { update: call => createToken(core, call, { orphan: true }) },
      },
      { path: 'create/:name', on: { update: call => this.createByRole(call) } },
      {
        path: 'tidy',
        // The store keeps no broken entries, so a tidy has nothing to remove.
        on: { update: () => ({ status: 202, warnings: [tidyStarted] }) },
      },
      ...this.lookupRoutes(),
      ...this.renewRoutes(),
      ...this.revokeRoutes(),
      ...this.roles.routes,
      {
        path: 'accessors',
        on: { list: () => listOf(core.tokens.accessors()) },
      },
    ];
  }

  private createByRole(call: Call): EngineResponse {
    const role = this.roles.require(call.params.name);
    return createToken(this.core, call, { orphan: false, role });
  }

  private lookupRoutes(): Route[] {
    const show =
      (pick: Pick, hideId = false): Handler =>
      call => ({
        data: describeToken(pick(call), this.core.clock.now(), hideId),
      });
    const byId: Pick = call => {
      const id = tokenIdOf(call);
      const found = id ? this.core.tokens.find(id) : self(call);
      if (found) return found;
      throw new VaultProblem(403, 'bad token');
    };
    return [
      { path: 'lookup', on: { update: show(byId), read: show(byId) } },
      { path: 'lookup-self', on: { update: show(self), read: show(self) } },
      {
        path: 'lookup-accessor',
        on: { update: show(call => this.byAccessor(call), true) },
      },
    ];
  }

  private renewRoutes(): Route[] {
    const renew =
      (pick: Pick): Handler =>
      call =>
        renewToken(
          this.core,
          pick(call),
          durationField(call.data, 'increment') ?? 0,
        );
    const byId: Pick = call => {
      const id = tokenIdOf(call);
      if (!id) throw badRequest('missing token ID');
      const found = this.core.tokens.find(id);
      if (found) return found;
      throw badRequest('token not found');
    };
    return [
      { path: 'renew', on: { update: renew(byId) } },
      { path: 'renew-self', on: { update: renew(self) } },
      {
        path: 'renew-accessor',
        on: {
          update: async call => ({
            ...(await renew(one => this.byAccessor(one))(call)),
            hidesToken: true,
          }),
        },
      },
    ];
  }

  private revokeRoutes(): Route[] {
    const { tokens } = this.core;
    const byId = (end: (token: Token) => void): Handler => {
      return call => {
        const id = tokenIdOf(call);
        if (!id) throw badRequest('missing token ID');
        const token = tokens.find(id);
        if (token) refuseBatch(token);
        if (token) end(token);
        return {};
      };
    };
    return [
      { path: 'revoke', on: { update: byId(t => tokens.revokeTree(t)) } },
      {
        path: 'revoke-orphan',
        on: { update: byId(t => tokens.revokeAlone(t)) },
      },
      {
        path: 'revoke-self',
        on: {
          update: call => {
            refuseBatch(self(call));
            tokens.revokeTree(self(call));
            return {};
          },
        },
      },
      {
        path: 'revoke-accessor',
        on: { update: call => this.revokeAccessor(call) },
      },
    ];
  }

  private revokeAccessor(call: Call): EngineResponse {
    const accessor = textField(call.data, 'accessor');
    if (!accessor) throw badRequest(multiError('missing accessor'));
    const token = this.core.tokens.findByAccessor(accessor);
    if (!token) return { warnings: ['No token found with this accessor'] };
    this.core.tokens.revokeTree(token);
    return {};
  }

  private byAccessor(call: Call): Token {
    const accessor = textField(call.data, 'accessor');
    if (!accessor) throw badRequest(multiError('missing accessor'));
    const token = this.core.tokens.findByAccessor(accessor);
    if (token) return token;
    throw badRequest(multiError('invalid accessor'));
  }
}

/** The mount `auth/token/`. */
export function tokenEngine(core: Core): Engine {
  const endpoints = new TokenEndpoints(core);
  return {
    handle: handleRoutes(endpoints.routes()),
    sudoPaths: ['accessors*', 'revoke-orphan*'],
    exists: async path => {
      const role = /^roles\/(.+)$/.exec(path);
      return !role || endpoints.hasRole(role[1]);
    },
  };
}
