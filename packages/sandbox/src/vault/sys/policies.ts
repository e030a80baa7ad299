import { Core } from '../Core';
import { EngineResponse } from '../Engine';
import { textField } from '../engines/fields';
import { Call, Route } from '../engines/routes';
import { badRequest, nothingThere } from '../problems';

const protectedNames = new Set(['root', 'response-wrapping', 'control-group']);

/** A policy may be sent as text or as base64 of it. */
function decode(text: string): string {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) {
    return text;
  }
  return Buffer.from(text, 'base64').toString('utf8');
}

function policyText(call: Call, field: string): string {
  const text = textField(call.data, field);
  if (!text) throw badRequest("'policy' parameter not supplied or empty");
  return decode(text);
}

async function write(
  core: Core,
  call: Call,
  field: string,
): Promise<EngineResponse> {
  const name = call.params.rest.toLowerCase();
  const text = policyText(call, field);
  if (protectedNames.has(name)) {
    throw badRequest(`cannot update "${name}" policy`);
  }
  await core.policies.put(name, text);
  const warnings: string[] = [];
  if (name !== call.params.rest) {
    warnings.push(`policy name was converted to ${name}`);
  }
  if (field === 'rules') {
    warnings.push("'rules' is deprecated, please use 'policy' instead");
  }
  return warnings.length > 0 ? { warnings } : {};
}

function writeLegacy(core: Core, call: Call): Promise<EngineResponse> {
  const field = textField(call.data, 'policy') ? 'policy' : 'rules';
  return write(core, call, field);
}

function remove(core: Core, call: Call): EngineResponse {
  const name = call.params.rest.toLowerCase();
  if (protectedNames.has(name)) {
    throw badRequest(`cannot delete "${name}" policy`);
  }
  core.policies.remove(name);
  return {};
}

function read(core: Core, call: Call, field: string): EngineResponse {
  const name = call.params.rest.toLowerCase();
  const text = core.policies.text(name);
  if (text === undefined) throw nothingThere();
  return { data: { name, [field]: text } };
}

/** `sys/policies/acl` and the older `sys/policy`. */
export function policyRoutes(core: Core): Route[] {
  const names = () => core.policies.names();
  const legacyList = () => ({ data: { keys: names(), policies: names() } });
  return [
    { path: 'policies/acl', on: { list: () => ({ data: { keys: names() } }) } },
    {
      path: 'policies/acl/:rest',
      on: {
        read: call => read(core, call, 'policy'),
        update: call => write(core, call, 'policy'),
        delete: call => remove(core, call),
      },
    },
    { path: 'policy', on: { read: legacyList, list: legacyList } },
    {
      path: 'policy/:rest',
      on: {
        read: call => read(core, call, 'rules'),
        update: call => writeLegacy(core, call),
        delete: call => remove(core, call),
      },
    },
  ];
}
