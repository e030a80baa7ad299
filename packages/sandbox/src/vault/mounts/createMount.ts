import { randomUUID } from 'node:crypto';

import { Core } from '../Core';
import { Mount } from './Mount';
import { FieldData, mapField, objectField, textField } from '../engines/fields';
import { badRequest } from '../problems';
import { newMountAccessor } from '../values/identifiers';
import { applySettings, readTtls } from './mountSettings';
import { MountEntry, MountKind } from './MountTable';

const reserved = ['sys/', 'cubbyhole/', 'identity/', 'auth/'];
const builtInTypes = new Set(['system', 'identity', 'cubbyhole']);

/** Where a mount goes and what kind it is. */
export interface MountPlace {
  readonly kind: MountKind;
  /** With its trailing slash. */
  readonly path: string;
}

/** `kv-v1` and `kv-v2` are spellings of `kv` with a version. */
function typeAndOptions(data: FieldData) {
  const written = textField(data, 'type') || textField(data, 'plugin_name');
  if (!written) throw badRequest('backend type must be specified as a string');
  const options = mapField(data, 'options');
  const alias = /^kv-v([12])$/.exec(written);
  const type = alias ? 'kv' : written;
  const merged = stringValues(options ?? {});
  if (alias) [, merged.version] = alias;
  if ('version' in merged && type !== 'kv') {
    throw badRequest(
      `secrets engine "${type}" does not allow setting a version`,
    );
  }
  return { type, options: merged };
}

/** Options are a map of strings, whatever JSON they came as. */
export function stringValues(
  object: Record<string, unknown>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, String(value)]),
  );
}

function isReserved(path: string): boolean {
  return reserved.some(prefix => path.startsWith(prefix));
}

function checkPlace(core: Core, place: MountPlace, type: string): void {
  const { kind, path } = place;
  if (kind === 'secret' && isReserved(path)) {
    throw badRequest(`cannot mount "${path}"`);
  }
  if (kind === 'secret' && builtInTypes.has(type)) {
    throw badRequest(`mount type of "${type}" is not mountable`);
  }
  if (kind === 'auth' && type === 'token') {
    throw badRequest('token credential backend cannot be instantiated');
  }
  const present = core.mounts.conflict(kind, path);
  if (!present) return;
  throw badRequest(
    path.startsWith(present.mount.path)
      ? `path is already in use at ${present.mount.path}`
      : `existing mount at ${present.mount.path}`,
  );
}

/** A mount entry from an enable request, not yet in the table. */
export function createMount(
  core: Core,
  place: MountPlace,
  data: FieldData,
): MountEntry {
  const { type, options } = typeAndOptions(data);
  if (type === 'plugin') {
    throw badRequest('plugin_name must be provided for plugin backend');
  }
  checkPlace(core, place, type);
  if (type === 'kv' && !['', '1', '2'].includes(options.version ?? '')) {
    throw badRequest('nil backend of type "kv" returned from factory');
  }
  const factories = core.factories[place.kind];
  if (!Object.hasOwn(factories, type)) {
    throw badRequest(`plugin not found in the catalog: ${type}`);
  }
  const config = objectField(data, 'config') ?? {};
  const none = { defaultTtl: 0, maxTtl: 0 };
  const ttls = readTtls(config, none, core.mounts.systemLimits);
  const prefix = place.kind === 'auth' ? 'auth_' : '';
  const mount: Mount = {
    path: place.path,
    type,
    accessor: newMountAccessor(prefix + type),
    uuid: randomUUID(),
    description: textField(data, 'description') ?? '',
    defaultLeaseTtl: ttls.defaultTtl,
    maxLeaseTtl: ttls.maxTtl,
    options,
  };
  const entry: MountEntry = {
    kind: place.kind,
    mount,
    engine: factories[type](mount),
    builtIn: false,
    listingVisibility: '',
    tokenType: 'default-service',
    settings: {},
  };
  applySettings(entry, config);
  return entry;
}
