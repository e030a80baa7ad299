import { Engine, EngineFactory, EngineResponse } from '../../Engine';
import { Call, handleRoutes, listOf, Route } from '../../engines/routes';
import { nothingThere } from '../../problems';
import { checkPeriod, maxTtlWarnings } from '../tokenParameters';
import {
  describeConfig,
  KubernetesConfig,
  readKubernetesConfig,
} from './config';
import { login } from './login';
import {
  describeRole,
  emptyRole,
  KubernetesRole,
  readRole,
  roleFields,
} from './role';

/** One mounted Kubernetes auth method. */
class KubernetesAuth {
  private config?: KubernetesConfig;
  private readonly roles = new Map<string, KubernetesRole>();

  routes(): Route[] {
    return [
      {
        path: 'config',
        on: {
          read: () => {
            if (!this.config) throw nothingThere();
            return { data: describeConfig(this.config) };
          },
          update: async call => {
            this.config = await readKubernetesConfig(call.data);
            return {};
          },
        },
      },
      { path: 'role', on: { list: () => listOf(this.roles.keys()) } },
      {
        path: 'role/:name',
        checksExistence: true,
        fields: roleFields,
        on: {
          read: call => this.readRole(call),
          update: call => this.writeRole(call),
          delete: call => {
            this.roles.delete(nameOf(call));
            return {};
          },
        },
      },
      { path: 'login', on: { update: call => this.login(call) } },
    ];
  }

  role(name: string): KubernetesRole | undefined {
    return this.roles.get(name.toLowerCase());
  }

  private readRole(call: Call): EngineResponse {
    const role = this.roles.get(nameOf(call));
    if (!role) throw nothingThere();
    return { data: describeRole(role) };
  }

  private writeRole(call: Call): EngineResponse {
    const name = nameOf(call);
    const role = readRole(call.data, this.roles.get(name) ?? emptyRole);
    const mountMax = call.request.lifetimes?.maxTtl ?? Infinity;
    checkPeriod(role.token, mountMax);
    this.roles.set(name, role);
    return {
      warnings: [...maxTtlWarnings(role.token, mountMax)],
    };
  }

  private async login(call: Call): Promise<EngineResponse> {
    const auth = await login(call, {
      config: this.config,
      roleNamed: name => this.role(name),
    });
    return { auth };
  }
}

function nameOf(call: Call): string {
  return call.params.name.toLowerCase();
}

/** `auth/kubernetes`: service account tokens against a real TokenReview. */
export const kubernetesAuth: EngineFactory = (): Engine => {
  const method = new KubernetesAuth();
  return {
    handle: handleRoutes(method.routes()),
    unauthenticatedPaths: ['login'],
    exists: async path => {
      const named = /^role\/(.+)$/.exec(path);
      return !named || method.role(named[1]) !== undefined;
    },
    renew: async internal => {
      const name = String(internal.role);
      const role = method.role(name);
      if (!role) throw new Error(`role ${name} does not exist during renewal`);
      const { ttl, maxTtl, period } = role.token;
      return { ttl, maxTtl, period };
    },
  };
};
