import { Core } from '../Core';
import { EngineResponse } from '../Engine';
import { keepWrapped } from '../dispatch/wrap';
import { textField } from '../engines/fields';
import { Call, Route } from '../engines/routes';
import { VaultProblem } from '../VaultProblem';
import { rfc3339 } from '../values/duration';
import { badRequest } from '../problems';

function wrappingToken(call: Call): string {
  const id = textField(call.data, 'token') || call.request.caller?.id;
  if (id) return id;
  throw new VaultProblem(
    403,
    'error validating wrapping token: token is empty',
  );
}

function unwrap(core: Core, call: Call): EngineResponse {
  const wrapped = core.wrapping.take(wrappingToken(call));
  core.tokens.revokeTree(wrapped.token);
  return {
    raw: {
      status: wrapped.body ? 200 : 204,
      contentType: 'application/json',
      body: wrapped.body ? `${JSON.stringify(wrapped.body)}\n` : '',
    },
  };
}

function lookup(core: Core, call: Call): EngineResponse {
  const wrapped = core.wrapping.peek(wrappingToken(call));
  return {
    data: {
      creation_ttl: wrapped.ttl,
      creation_time: rfc3339(wrapped.token.createdAt),
      creation_path: wrapped.creationPath,
    },
  };
}

/** The same response behind a new token; the old one is spent. */
function rewrap(core: Core, call: Call): EngineResponse {
  const wrapped = core.wrapping.take(wrappingToken(call));
  core.tokens.revokeTree(wrapped.token);
  return { raw: keepWrapped(core, wrapped) };
}

/** `sys/wrapping/*`. The dispatcher wraps any answer; here are the other ends. */
export function wrappingRoutes(core: Core): Route[] {
  return [
    {
      path: 'wrapping/wrap',
      on: {
        update: call => {
          if (!call.request.wrapped) {
            throw badRequest('endpoint requires response wrapping to be used');
          }
          return { data: call.data };
        },
      },
    },
    { path: 'wrapping/rewrap', on: { update: call => rewrap(core, call) } },
    { path: 'wrapping/unwrap', on: { update: call => unwrap(core, call) } },
    {
      path: 'wrapping/lookup',
      on: {
        update: call => lookup(core, call),
        read: call => lookup(core, call),
      },
    },
  ];
}
