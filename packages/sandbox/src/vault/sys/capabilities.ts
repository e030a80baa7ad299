import { Core } from '../Core';
import { EngineResponse } from '../Engine';
import { aclOf } from '../dispatch/authorise';
import { commaListField, textField } from '../engines/fields';
import { Call, Route } from '../engines/routes';
import { badRequest, internalError, multiError } from '../problems';
import { Token } from '../token/Token';

function pathsOf(call: Call): string[] {
  const paths =
    commaListField(call.data, 'paths') ??
    commaListField(call.data, 'path') ??
    [];
  if (paths.length === 0) throw badRequest('paths must be supplied');
  return paths;
}

function answer(core: Core, call: Call, token: Token): EngineResponse {
  const paths = pathsOf(call);
  const acl = aclOf(core, token);
  const data: Record<string, unknown> = Object.fromEntries(
    paths.map(path => [path, acl.capabilities(path)]),
  );
  if (paths.length === 1) data.capabilities = data[paths[0]];
  return { data };
}

function own(core: Core, call: Call): EngineResponse {
  const { caller } = call.request;
  if (!caller) throw internalError('no token found');
  return answer(core, call, caller);
}

function ofToken(core: Core, call: Call): EngineResponse {
  pathsOf(call);
  const id = textField(call.data, 'token');
  if (!id) throw internalError('no token found');
  const token = core.tokens.find(id);
  if (!token) throw badRequest(multiError('invalid token'));
  return answer(core, call, token);
}

function ofAccessor(core: Core, call: Call): EngineResponse {
  pathsOf(call);
  const accessor = textField(call.data, 'accessor');
  if (!accessor) throw badRequest('missing accessor');
  const token = core.tokens.findByAccessor(accessor);
  if (!token) throw badRequest(multiError('invalid accessor'));
  return answer(core, call, token);
}

/** `sys/capabilities*`: what a token may do on paths. */
export function capabilityRoutes(core: Core): Route[] {
  return [
    { path: 'capabilities-self', on: { update: call => own(core, call) } },
    { path: 'capabilities', on: { update: call => ofToken(core, call) } },
    {
      path: 'capabilities-accessor',
      on: { update: call => ofAccessor(core, call) },
    },
  ];
}
