import { Core } from '../Core';
import { EngineResponse } from '../Engine';
import { VaultProblem } from '../VaultProblem';
import { aclOf } from '../dispatch/authorise';
import { Call, Route } from '../engines/routes';
import { describeMount } from '../mounts/describeMount';
import { apiPath, MountEntry, MountKind } from '../mounts/MountTable';
import { barePermissionDenied } from '../problems';
import { Token } from '../token/Token';

function brief({ mount }: MountEntry): Record<string, unknown> {
  return {
    type: mount.type,
    description: mount.description,
    options: mount.options,
  };
}

function visible(core: Core, kind: MountKind, caller: Token | undefined) {
  const acl = caller && aclOf(core, caller);
  const entries = core.mounts.list(kind).flatMap(entry => {
    if (acl?.reaches(apiPath(entry))) {
      return [[entry.mount.path, describeMount(entry)] as const];
    }
    if (entry.listingVisibility !== 'unauth') return [];
    return [[entry.mount.path, brief(entry)] as const];
  });
  return Object.fromEntries(entries);
}

function overview(core: Core, call: Call): EngineResponse {
  const { caller } = call.request;
  return {
    data: {
      secret: visible(core, 'secret', caller),
      auth: visible(core, 'auth', caller),
    },
  };
}

/** The same refusal for a mount out of reach and for none at all, so that nobody can probe. */
function preflight(core: Core, call: Call): EngineResponse {
  const { caller } = call.request;
  if (!caller) throw barePermissionDenied();
  const entry = core.mounts.route(call.params.rest)?.entry;
  if (!entry || !aclOf(core, caller).reaches(apiPath(entry))) {
    const path = `${call.params.rest.replace(/\/+$/, '')}/`;
    throw new VaultProblem(
      403,
      `preflight capability check returned 403, please ensure client's policies grant access to path "${path}"`,
    );
  }
  return { data: { ...describeMount(entry), path: apiPath(entry) } };
}

/** `sys/internal/ui/mounts`. */
export function internalUiRoutes(core: Core): Route[] {
  return [
    { path: 'internal/ui/mounts', on: { read: call => overview(core, call) } },
    {
      path: 'internal/ui/mounts/:rest',
      on: { read: call => preflight(core, call) },
    },
  ];
}
