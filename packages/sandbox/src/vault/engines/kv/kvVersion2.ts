import { Engine, EngineResponse } from '../../Engine';
import { badRequest, nothingThere } from '../../problems';
import {
  booleanField,
  durationField,
  FieldData,
  integerField,
  integerListField,
  objectField,
} from '../fields';
import { Call, Handler, handleRoutes, listOf, Route } from '../routes';
import { childrenOf } from './folders';
import { keysOnly, mergePatch } from './values';
import {
  describeSettings,
  noSettings,
  SecretVersions,
  VersionSettings,
} from './SecretVersions';

function nowOf(call: Call): number {
  return call.request.lifetimes?.now ?? Date.now();
}

function readSettings(data: FieldData, into: VersionSettings): void {
  into.maxVersions = integerField(data, 'max_versions') ?? into.maxVersions;
  into.casRequired = booleanField(data, 'cas_required') ?? into.casRequired;
  into.deleteVersionAfter =
    durationField(data, 'delete_version_after') ?? into.deleteVersionAfter;
}

function versionsOf(call: Call): number[] {
  const numbers = integerListField(call.data, 'versions') ?? [];
  if (numbers.length > 0) return numbers;
  const word = call.request.path.startsWith('destroy/') ? 'no' : 'No';
  throw badRequest(`${word} version number provided`);
}

/** A null counts as given and stores nothing. */
function nullData(call: Call): Record<string, unknown> | undefined {
  return call.data.data === null ? {} : undefined;
}

function casOf(options: FieldData | undefined): number | undefined {
  if (options?.cas === undefined) return undefined;
  const cas = Number(options.cas);
  if (Number.isInteger(cas)) return cas;
  throw badRequest('error parsing check-and-set parameter');
}

/** Key-value store with versions, check-and-set and soft deletion. */
class VersionedStore {
  private readonly secrets = new Map<string, SecretVersions>();
  private readonly config = noSettings();

  has(path: string): boolean {
    return this.secrets.has(path);
  }

  routes(): Route[] {
    const list: Handler = call =>
      listOf(childrenOf(this.secrets.keys(), call.params.rest ?? ''));
    return [
      {
        path: 'config',
        on: {
          read: () => ({ data: describeSettings(this.config) }),
          update: call => {
            readSettings(call.data, this.config);
            return {};
          },
        },
      },
      {
        path: 'data/:rest',
        checksExistence: true,
        on: {
          read: call => this.read(call),
          update: call => this.write(call),
          patch: call => this.patch(call),
          delete: call => this.deleteLatest(call),
        },
      },
      { path: 'data', on: {} },
      {
        path: 'subkeys/:rest',
        on: { read: call => this.subkeys(call) },
      },
      ...this.changes(),
      { path: 'metadata', on: { list } },
      {
        path: 'metadata/:rest',
        checksExistence: true,
        on: {
          list,
          read: call => ({ data: this.require(call).describe() }),
          update: call => this.writeMetadata(call),
          delete: call => {
            this.secrets.delete(call.params.rest);
            return {};
          },
        },
      },
    ];
  }

  private changes(): Route[] {
    return [
      this.change('delete', (secret, call) =>
        secret.markDeleted(versionsOf(call), nowOf(call)),
      ),
      this.change('undelete', (secret, call) =>
        secret.undelete(versionsOf(call)),
      ),
      this.change('destroy', (secret, call) =>
        secret.destroy(versionsOf(call)),
      ),
    ];
  }

  private change(
    verb: string,
    apply: (secret: SecretVersions, call: Call) => void,
  ): Route {
    return {
      path: `${verb}/:rest`,
      on: {
        update: call => {
          versionsOf(call);
          const secret = this.secrets.get(call.params.rest);
          if (secret) apply(secret, call);
          return {};
        },
      },
    };
  }

  private require(call: Call): SecretVersions {
    const secret = this.secrets.get(call.params.rest);
    if (!secret) throw nothingThere();
    return secret;
  }

  private read(call: Call): EngineResponse {
    const secret = this.require(call);
    const version = integerField(call.data, 'version') || secret.currentVersion;
    const data = secret.data(version, nowOf(call));
    if (data === undefined) throw nothingThere();
    return {
      data: { data, metadata: secret.describeVersion(version) },
      status: data === null ? 404 : undefined,
    };
  }

  private subkeys(call: Call): EngineResponse {
    const secret = this.require(call);
    const version = integerField(call.data, 'version') || secret.currentVersion;
    const data = secret.data(version, nowOf(call));
    if (data === undefined) throw nothingThere();
    const depth = integerField(call.data, 'depth') || Infinity;
    return {
      data: {
        subkeys: data && keysOnly(data, depth),
        metadata: secret.describeVersion(version),
      },
      status: data === null ? 404 : undefined,
    };
  }

  private write(call: Call): EngineResponse {
    const data = objectField(call.data, 'data') ?? nullData(call);
    if (!data) throw badRequest('no data provided');
    return this.store(call, data);
  }

  private patch(call: Call): EngineResponse {
    const secret = this.secrets.get(call.params.rest);
    if (!secret) return { raw: { status: 404 } };
    const present = secret.data(secret.currentVersion, nowOf(call));
    if (!present) throw nothingThere();
    const changes = objectField(call.data, 'data');
    if (!changes) throw badRequest('no data provided');
    return this.store(call, mergePatch(present, changes));
  }

  private store(call: Call, data: Record<string, unknown>): EngineResponse {
    const { rest } = call.params;
    const now = nowOf(call);
    const secret = this.secrets.get(rest) ?? new SecretVersions(now);
    this.checkAndSet(secret, call);
    this.secrets.set(rest, secret);
    const version = secret.add(data, now, this.config);
    return { data: secret.describeVersion(version) };
  }

  private checkAndSet(secret: SecretVersions, call: Call): void {
    const cas = casOf(objectField(call.data, 'options'));
    if (cas === undefined) {
      if (!this.config.casRequired && !secret.settings.casRequired) return;
      throw badRequest('check-and-set parameter required for this call');
    }
    if (cas !== secret.currentVersion) {
      throw badRequest(
        'check-and-set parameter did not match the current version',
      );
    }
  }

  private deleteLatest(call: Call): EngineResponse {
    const secret = this.secrets.get(call.params.rest);
    secret?.markDeleted([secret.currentVersion], nowOf(call));
    return {};
  }

  private writeMetadata(call: Call): EngineResponse {
    const { rest } = call.params;
    const now = nowOf(call);
    const secret = this.secrets.get(rest) ?? new SecretVersions(now);
    readSettings(call.data, secret.settings);
    const custom = objectField(call.data, 'custom_metadata');
    if (custom) {
      secret.customMetadata = Object.fromEntries(
        Object.entries(custom).map(([key, value]) => [key, String(value)]),
      );
    }
    secret.touch(now);
    this.secrets.set(rest, secret);
    return {};
  }
}

const commands: Readonly<Record<string, string>> = {
  read: 'get',
  list: 'list',
  update: 'put',
  patch: 'patch',
  delete: 'delete',
};

/** What Vault adds to a refused path that looks like version 1. */
function versionHint(operation: string): string {
  return `Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate API endpoints to use. If using the Vault CLI, use 'vault kv ${commands[operation]}' for this operation.`;
}

/** The kv engine, version 2. */
export function kvVersion2(): Engine {
  const store = new VersionedStore();
  const handle = handleRoutes(store.routes());
  return {
    exists: async path => {
      const named = /^(?:data|metadata)\/(.+)$/.exec(path);
      return !named || store.has(named[1]);
    },
    handle: async request => {
      const response = await handle(request);
      if (response) return response;
      return { status: 404, warnings: [versionHint(request.operation)] };
    },
  };
}
