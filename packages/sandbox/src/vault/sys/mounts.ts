import { Core } from '../Core';
import { EngineResponse } from '../Engine';
import { mapField, textField } from '../engines/fields';
import { Call, Route } from '../engines/routes';
import { createMount, MountPlace, stringValues } from '../mounts/createMount';
import { describeMount, describeTuning } from '../mounts/describeMount';
import { applySettings, readTunedTtls } from '../mounts/mountSettings';
import { apiPath, MountEntry, MountKind } from '../mounts/MountTable';
import { badRequest, reasonOf } from '../problems';

function placeOf(call: Call, kind: MountKind): MountPlace {
  return { kind, path: `${call.params.rest.replace(/\/+$/, '')}/` };
}

function list(core: Core, kind: MountKind): EngineResponse {
  const entries = core.mounts
    .list(kind)
    .map(entry => [entry.mount.path, describeMount(entry)] as const);
  return { data: Object.fromEntries(entries) };
}

function read(core: Core, place: MountPlace): EngineResponse {
  const entry = core.mounts.get(place.kind, place.path);
  if (entry) return { data: describeMount(entry) };
  const noun = place.kind === 'auth' ? 'auth engine' : 'secret engine mount';
  throw badRequest(`No ${noun} at ${place.path}`);
}

function enable(core: Core, place: MountPlace, call: Call): EngineResponse {
  core.mounts.add(createMount(core, place, call.data));
  return {};
}

async function disable(core: Core, place: MountPlace): Promise<EngineResponse> {
  const entry = core.mounts.get(place.kind, place.path);
  if (!entry) return {};
  if (place.kind === 'auth' && place.path === 'token/') {
    throw badRequest('token credential backend cannot be disabled');
  }
  if (entry.builtIn) throw badRequest(`cannot unmount "${apiPath(entry)}"`);
  if (place.kind === 'auth') core.tokens.revokeByPath(apiPath(entry));
  await core.engineLeases.revokeMount(entry).catch((error: unknown) => {
    throw badRequest(
      `failed to revoke leases of "${place.path}": ${reasonOf(error)}`,
    );
  });
  core.mounts.remove(entry);
  await entry.engine.close?.();
  return {};
}

function fullPath({ kind, path }: MountPlace): string {
  return kind === 'auth' ? `auth/${path}` : path;
}

function entryToTune(core: Core, place: MountPlace): MountEntry {
  const entry = core.mounts.get(place.kind, place.path);
  if (entry) return entry;
  throw badRequest(`cannot fetch sysview for path "${fullPath(place)}"`);
}

function tune(core: Core, place: MountPlace, call: Call): EngineResponse {
  const entry = core.mounts.get(place.kind, place.path);
  if (!entry) {
    throw badRequest(
      `tune of path "${fullPath(place)}" failed: no mount entry found`,
    );
  }
  const { mount } = entry;
  const present = {
    defaultTtl: mount.defaultLeaseTtl,
    maxTtl: mount.maxLeaseTtl,
  };
  const ttls = readTunedTtls(call.data, present);
  const options = mapField(call.data, 'options');
  if (options?.version && String(options.version) !== mount.options?.version) {
    throw badRequest('cannot change the version of a mount in the sandbox');
  }
  applySettings(entry, call.data);
  mount.defaultLeaseTtl = ttls.defaultTtl;
  mount.maxLeaseTtl = ttls.maxTtl;
  mount.description = textField(call.data, 'description') ?? mount.description;
  if (options) mount.options = { ...mount.options, ...stringValues(options) };
  return {};
}

function tuneRoute(core: Core, path: string, kind: MountKind): Route {
  return {
    path,
    on: {
      read: call => ({
        data: describeTuning(
          core.mounts,
          entryToTune(core, placeOf(call, kind)),
        ),
      }),
      update: call => tune(core, placeOf(call, kind), call),
    },
  };
}

function routesOf(core: Core, base: string, kind: MountKind): Route[] {
  return [
    { path: base, on: { read: () => list(core, kind) } },
    tuneRoute(core, `${base}/:rest/tune`, kind),
    {
      path: `${base}/:rest`,
      on: {
        read: call => read(core, placeOf(call, kind)),
        update: call => enable(core, placeOf(call, kind), call),
        delete: call => disable(core, placeOf(call, kind)),
      },
    },
  ];
}

/** `sys/mounts` and `sys/auth`. */
export function mountRoutes(core: Core): Route[] {
  return [
    tuneRoute(core, 'mounts/auth/:rest/tune', 'auth'),
    ...routesOf(core, 'mounts', 'secret'),
    ...routesOf(core, 'auth', 'auth'),
  ];
}
